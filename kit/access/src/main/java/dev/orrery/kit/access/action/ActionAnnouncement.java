package dev.orrery.kit.access.action;

import dev.orrery.kit.database.Database;
import dev.orrery.kit.events.Outbox;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Tells everybody at each start what can be done with this service's resources, so that roles can
/// be made of it and every index knows it.
@ApplicationScoped
class ActionAnnouncement {
  private static final Logger LOG = Logger.getLogger(ActionAnnouncement.class);

  private final DeclaredActions actions;
  private final Database database;
  private final Outbox outbox;

  ActionAnnouncement(
      @ConfigProperty(name = "orrery.subgraph.name") String service,
      Database database,
      Outbox outbox) {
    this.actions = DeclaredActions.of(service);
    this.database = database.own();
    this.outbox = outbox;
  }

  void announce(@Observes StartupEvent event) {
    Thread.ofVirtual().name("action-announcement").start(this::tell);
  }

  private void tell() {
    try {
      database.inTransaction(transaction -> {
        outbox.append(transaction, actions.message());
        return actions.version();
      });
    } catch (RuntimeException broken) {
      LOG.error("Nobody hears what can be done with this service's resources.", broken);
    }
  }
}
