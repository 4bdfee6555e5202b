package dev.orrery.handlers.provider;

import dev.orrery.kit.ids.TypeId;
import dev.orrery.provider.protocol.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A provider as its events show it. When it was last seen is left out: it is news only when it
/// changes the status.
record ProviderSnapshot(
    TypeId id,
    String name,
    ProviderStatus status,
    List<String> kinds,
    String software,
    List<String> capabilities,
    List<String> locations,
    List<String> organizations,
    @Nullable String publicKey,
    long version,
    Instant createdAt,
    Instant updatedAt) {

  static ProviderSnapshot of(Provider provider) {
    return new ProviderSnapshot(
        provider.typeId(),
        provider.name,
        provider.status,
        texts(provider.kinds),
        provider.software,
        texts(provider.capabilities),
        texts(provider.locations),
        texts(provider.organizations),
        provider.publicKey,
        provider.version,
        provider.createdAt,
        provider.updatedAt);
  }

  static List<String> texts(String json) {
    try {
      return List.of(Wire.read(json.getBytes(StandardCharsets.UTF_8), String[].class));
    } catch (IOException e) {
      throw new IllegalStateException("not a JSON array of texts: " + json, e);
    }
  }
}
