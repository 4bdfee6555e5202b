package dev.orrery.kit.access.action;

import dev.orrery.kit.background.StartingWork;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.events.Outbox;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Tells everybody at each start what can be done with this service's resources, so that roles can
/// be made of it and every index knows it.
@ApplicationScoped
class ActionAnnouncement {
  private final DeclaredActions actions;
  private final Database database;
  private final Outbox outbox;
  private final StartingWork announcement =
      new StartingWork("the announcement of actions", this::tell);

  ActionAnnouncement(
      @ConfigProperty(name = "orrery.subgraph.name") String service,
      Database database,
      Outbox outbox) {
    this.actions = DeclaredActions.of(service);
    this.database = database.own();
    this.outbox = outbox;
  }

  void announce(@Observes StartupEvent event) {
    announcement.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    announcement.stop();
  }

  private void tell() {
    database.inTransaction(transaction -> {
      outbox.append(transaction, actions.message());
      return actions.version();
    });
  }
}
