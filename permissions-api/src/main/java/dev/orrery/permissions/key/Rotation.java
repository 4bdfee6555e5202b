package dev.orrery.permissions.key;

import dev.orrery.kit.access.TokenVerifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// When keys come and go.
///
/// A new key is published for `lead` before it signs, so that everybody who verifies knows it by
/// then. An old one stays published until the last token that it signed has expired.
///
/// ```
/// published   |-- k1 --------------------------|
///                              |-- k2 -------- ...
/// signs       |-- k1 ------------------|-- k2 ...
///                              <-lead->        ^ the last token of k1 has expired
/// ```
@ApplicationScoped
class Rotation {
  /// The longest that any token of ours is good for.
  static final Duration LONGEST_TOKEN = Duration.ofDays(1);

  /// Clocks of replicas differ, and so do those who verify: more than their skew.
  private static final Duration MARGIN =
      Duration.ofSeconds(TokenVerifier.CLOCK_SKEW_SECONDS).plusMinutes(1);

  private final Duration period;
  private final Duration lead;

  Rotation(
      @ConfigProperty(name = "orrery.keys.rotation", defaultValue = "30D") Duration period,
      @ConfigProperty(name = "orrery.keys.lead", defaultValue = "10M") Duration lead) {
    this.period = period;
    this.lead = lead;
  }

  /// When a key that is published now may sign.
  Instant signsFrom(Instant now) {
    return now.plus(lead);
  }

  /// Whether the next key is to be published.
  boolean isDue(List<Key> keys, Instant now) {
    return keys.isEmpty() || !keys.getLast().signsFrom().plus(period).isAfter(signsFrom(now));
  }

  /// The keys that nobody needs any more.
  ///
  /// @param keys in the order in which they sign
  List<Key> spent(List<Key> keys, Instant now) {
    Instant before = now.minus(LONGEST_TOKEN).minus(MARGIN);
    return keys.stream()
        .limit(Math.max(0, keys.size() - 1))
        .filter(key -> keys.get(keys.indexOf(key) + 1).signsFrom().isBefore(before))
        .toList();
  }

  /// The one that signs: the last whose time has come.
  ///
  /// @param keys at least one, in the order in which they sign
  static Key signer(List<Key> keys, Instant now) {
    return keys.stream()
        .filter(key -> !key.signsFrom().isAfter(now))
        .reduce((_, later) -> later)
        .orElseGet(keys::getFirst);
  }
}
