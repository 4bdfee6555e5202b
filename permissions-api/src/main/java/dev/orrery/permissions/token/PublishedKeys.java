package dev.orrery.permissions.token;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Shows the public keys to whoever must verify tokens: at `/.well-known/jwks.json`, and in the
/// file `orrery.jwks-file` for services of the same machine, which then need not wait for this one.
@ApplicationScoped
class PublishedKeys {
  private final SigningKey key;
  private final Optional<Path> file;

  PublishedKeys(SigningKey key, @ConfigProperty(name = "orrery.jwks-file") Optional<Path> file) {
    this.key = key;
    this.file = file;
  }

  void started(@Observes StartupEvent event) {
    // Asked for even when nobody wants a file, so that the first start and not the first request
    // makes the key.
    String jwks = key.jwks();
    file.ifPresent(place -> write(place, jwks));
  }

  void route(@Observes Router router) {
    router
        .get("/.well-known/jwks.json")
        .handler(http ->
            http.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/jwk-set+json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=300")
                .end(key.jwks()));
  }

  /// Readers see the old file or the new one, never a half.
  private static void write(Path file, String jwks) {
    try {
      Path folder =
          Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a folder");
      Files.createDirectories(folder);
      Path half = Files.createTempFile(folder, ".jwks", ".json");
      Files.writeString(half, jwks);
      Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException broken) {
      throw new UncheckedIOException("the public keys cannot be written to " + file, broken);
    }
  }
}
