package dev.orrery.permissions.key;

import dev.orrery.kit.background.RecurringWork;
import dev.orrery.kit.database.DatabaseUnavailable;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Shows the public keys to whoever must verify tokens: at `/.well-known/jwks.json`, and in the
/// file `orrery.jwks-file` for services of the same machine, which then need not wait for this one.
///
/// Looks after the keys every few seconds, so that each replica shows a key that another one made
/// long before it signs.
@ApplicationScoped
class PublishedKeys {
  private static final Logger LOG = Logger.getLogger(PublishedKeys.class);
  private static final Duration TICK = Duration.ofSeconds(5);

  private final SigningKeys keys;
  private final Optional<Path> file;
  private final RecurringWork work =
      new RecurringWork("token-keys", Duration.ofSeconds(1), this::round, PublishedKeys::tell);
  private @Nullable String written;

  PublishedKeys(SigningKeys keys, @ConfigProperty(name = "orrery.jwks-file") Optional<Path> file) {
    this.keys = keys;
    this.file = file;
  }

  void started(@Observes StartupEvent event) {
    // Even when nobody wants a file, so that the first start and not the first request makes a key.
    keep();
    work.start();
  }

  void stopped(@Observes ShutdownEvent event) throws InterruptedException {
    work.stop();
  }

  private void round() throws InterruptedException {
    Thread.sleep(TICK);
    keep();
  }

  private static void tell(Exception failure) {
    switch (failure) {
      case DatabaseUnavailable unavailable ->
          LOG.debugf("the keys cannot be looked after: %s", unavailable.getMessage());
      default -> LOG.error("the keys cannot be looked after", failure);
    }
  }

  /// Brings record, memory and file in step.
  synchronized void keep() {
    keys.keep();
    String jwks = keys.jwks();
    if (!jwks.equals(written)) {
      file.ifPresent(place -> write(place, jwks));
      written = jwks;
    }
  }

  void route(@Observes Router router) {
    router
        .get("/.well-known/jwks.json")
        .handler(http -> {
          Context context = http.vertx().getOrCreateContext();
          // The very first time the keys come from the database.
          Thread.startVirtualThread(() -> {
            try {
              String jwks = keys.jwks();
              context.runOnContext(_ ->
                  http.response()
                      .putHeader(HttpHeaders.CONTENT_TYPE, "application/jwk-set+json")
                      .putHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=60")
                      .end(jwks));
            } catch (RuntimeException | Error broken) {
              context.runOnContext(_ -> http.fail(broken));
            }
          });
        });
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
