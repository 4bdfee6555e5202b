package dev.orrery.kit.subgraph.resource;

import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.DatabaseUnavailable;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/// Forgets idempotency keys once an hour that were used more than [IdempotencyKeys#RETENTION] ago.
@ApplicationScoped
public class IdempotencyPurge {
  private static final Logger LOG = Logger.getLogger(IdempotencyPurge.class);
  private static final Duration PAUSE = Duration.ofHours(1);

  private final Database database;
  private final Vertx vertx;

  IdempotencyPurge(Database database, Vertx vertx) {
    this.database = database.own();
    this.vertx = vertx;
  }

  void start(@Observes StartupEvent event) {
    vertx.setPeriodic(PAUSE.toMillis(), _ -> Thread.startVirtualThread(this::runQuietly));
  }

  private void runQuietly() {
    try {
      run();
    } catch (DatabaseUnavailable later) {
      LOG.warnf("old idempotency keys stay for another hour: %s", later.getMessage());
    }
  }

  /// @return how many keys were forgotten
  public int run() {
    return database.inTransaction(IdempotencyKeys::forgetOld);
  }
}
