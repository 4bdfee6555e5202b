package dev.orrery.location;

import dev.orrery.kit.database.Migration;
import dev.orrery.kit.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A PostgreSQL whose tables another process has made, so that the service need not know who owns
/// them, and does not.
public final class MigratedBefore implements QuarkusTestResourceLifecycleManager {
  private @Nullable PostgresForTests postgres;

  @Override
  public Map<String, String> start() {
    PostgresForTests started = PostgresForTests.start();
    postgres = started;
    migrate(started);
    return Map.of(
        "orrery.database.url", started.url(),
        "orrery.database.user", started.login("location").user(),
        "orrery.database.password", started.login("location").password(),
        "orrery.database.migrate", "false");
  }

  private static void migrate(PostgresForTests postgres) {
    ProcessBuilder migration =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Migration.class.getName())
            .redirectErrorStream(true);
    migration
        .environment()
        .putAll(
            Map.of(
                "ORRERY_DATABASE_URL", postgres.url(),
                "ORRERY_DATABASE_OWNER", postgres.ownerOf("location").user(),
                "ORRERY_DATABASE_OWNER_PASSWORD", postgres.ownerOf("location").password()));
    try {
      Process running = migration.start();
      String said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (running.waitFor() != 0) {
        throw new AssertionError("the migration failed: " + said);
      }
    } catch (IOException broken) {
      throw new AssertionError("the migration did not start", broken);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  @Override
  public void stop() {
    if (postgres != null) {
      postgres.close();
      postgres = null;
    }
  }
}
