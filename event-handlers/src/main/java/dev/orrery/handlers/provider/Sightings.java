package dev.orrery.handlers.provider;

import java.time.Duration;
import java.time.Instant;

/// What a sign of life means.
final class Sightings {
  /// After this much silence, a provider is unreachable.
  static final Duration SILENCE = Duration.ofSeconds(30);

  private Sightings() {}

  /// A sign that is older than the silence allowed was waiting somewhere, and says nothing of now.
  static void seen(Provider provider, Instant at) {
    if (at.isAfter(provider.lastSeenAt)) {
      provider.lastSeenAt = at;
    }
    if (provider.lastSeenAt.isAfter(Instant.now().minus(SILENCE))) {
      provider.status = ProviderStatus.READY;
    }
  }
}
