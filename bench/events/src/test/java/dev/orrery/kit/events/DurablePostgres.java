package dev.orrery.kit.events;

import dev.orrery.kit.testing.PostgresForTests;
import dev.orrery.launcher.postgres.PostgresServer.Durability;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/// A PostgreSQL that waits for the disk at each commit, as in production.
public final class DurablePostgres implements QuarkusTestResourceLifecycleManager {
  private PostgresForTests postgres;

  @Override
  public Map<String, String> start() {
    postgres = PostgresForTests.start(Durability.SURVIVES_POWER_CUT);
    var login = postgres.login("instance");
    var owner = postgres.ownerOf("instance");
    return Map.of(
        "orrery.database.url", postgres.url(),
        "orrery.database.user", login.user(),
        "orrery.database.password", login.password(),
        "orrery.database.owner", owner.user(),
        "orrery.database.owner-password", owner.password());
  }

  @Override
  public void stop() {
    postgres.close();
  }
}
