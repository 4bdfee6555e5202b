package dev.orrery.handlers.provider;

import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.events.MessageHandler;
import dev.orrery.kit.events.Received;
import dev.orrery.kit.events.Verdict;
import dev.orrery.provider.protocol.Heartbeat;
import dev.orrery.provider.protocol.Subjects;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/// Safe to run twice: the time of the last sign of life only moves forward. A heartbeat of someone
/// who never said hello is ignored; a hello follows every connection.
@ApplicationScoped
class NoteLifeOnHeartbeat implements MessageHandler<Heartbeat> {
  private final Providers providers;

  NoteLifeOnHeartbeat(Providers providers) {
    this.providers = providers;
  }

  @Override
  public String consumer() {
    return "handlers-note-life";
  }

  @Override
  public String stream() {
    return Subjects.PROVIDERS;
  }

  @Override
  public Set<String> subjects() {
    return Set.of(Subjects.heartbeat("*"));
  }

  @Override
  public Class<Heartbeat> body() {
    return Heartbeat.class;
  }

  /// A heartbeat that comes again says nothing new.
  @Override
  public boolean isOnceOnly() {
    return false;
  }

  @Override
  public Verdict handle(Received<Heartbeat> message, Transaction transaction) {
    providers
        .lock(transaction, message.token(2))
        .ifPresent(known ->
            providers.change(
                transaction, known, provider -> Sightings.seen(provider, message.storedAt())));
    return new Verdict.Done();
  }
}
