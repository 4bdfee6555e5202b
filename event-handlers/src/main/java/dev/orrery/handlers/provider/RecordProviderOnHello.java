package dev.orrery.handlers.provider;

import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.events.MessageHandler;
import dev.orrery.kit.events.Received;
import dev.orrery.kit.events.Verdict;
import dev.orrery.provider.protocol.Hello;
import dev.orrery.provider.protocol.Subjects;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/// Safe to run twice: the same description changes nothing.
@ApplicationScoped
class RecordProviderOnHello implements MessageHandler<Hello> {
  private final Providers providers;

  RecordProviderOnHello(Providers providers) {
    this.providers = providers;
  }

  @Override
  public String consumer() {
    return "handlers-record-provider";
  }

  @Override
  public String stream() {
    return Subjects.PROVIDERS;
  }

  @Override
  public Set<String> subjects() {
    return Set.of(Subjects.hello("*"));
  }

  @Override
  public Class<Hello> body() {
    return Hello.class;
  }

  @Override
  public Verdict handle(Received<Hello> message, Transaction transaction) {
    var hello = message.body();
    if (!message.token(2).equals(hello.provider())) {
      return new Verdict.Reject("%s says it is %s".formatted(message.token(2), hello.provider()));
    }
    var known = providers.lock(transaction, hello.provider());
    if (known.isEmpty()) {
      providers.create(transaction, hello, message.storedAt());
    } else {
      providers.change(
          transaction,
          known.get(),
          provider -> {
            Providers.describe(provider, hello);
            Sightings.seen(provider, message.storedAt());
          });
    }
    return new Verdict.Done();
  }
}
