package dev.orrery.provider.protocol;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A provider says who it is: `schemas/provider/hello.json`.
public record Hello(
    int protocol,
    String provider,
    String session,
    List<String> kinds,
    String version,
    List<String> capabilities,
    @Nullable List<String> locations,
    @Nullable List<String> organizations,
    @Nullable String publicKey,
    @Nullable EncryptionKey encryptionKey,
    Instant at) {
  public Hello {
    Wire.demandProtocol(protocol);
    Wire.required(provider, "provider");
    Wire.required(session, "session");
    Wire.required(kinds, "kinds");
    Wire.required(version, "version");
    Wire.required(capabilities, "capabilities");
    Wire.required(at, "at");
  }
}
