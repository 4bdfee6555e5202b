package dev.orrery.handlers.provider;

import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.events.Change;
import dev.orrery.kit.events.Outbox;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.provider.protocol.Hello;
import dev.orrery.provider.protocol.Wire;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The providers on record. What changes of one, except that it is still alive, leaves an event.
@ApplicationScoped
class Providers {
  private static final String ACTOR = "event-handlers";

  private final Outbox outbox;

  Providers(Outbox outbox) {
    this.outbox = outbox;
  }

  Optional<Provider> lock(Transaction transaction, String name) {
    return transaction
        .select(
            Provider.class,
            Sql.of("select * from provider where name = :name for update").with("name", name))
        .stream()
        .findFirst();
  }

  List<Provider> lockSilentSince(Transaction transaction, Instant moment) {
    return transaction.select(
        Provider.class,
        Sql.of(
                """
                select * from provider where status = 'READY' and last_seen_at < :moment
                order by name for update skip locked
                """)
            .with("moment", moment));
  }

  void create(Transaction transaction, Hello hello, Instant seenAt) {
    var now = now();
    var provider = new Provider();
    provider.id = TypeId.generate("prov").uuid();
    provider.name = hello.provider();
    provider.status = ProviderStatus.READY;
    provider.lastSeenAt = seenAt;
    provider.version = 1;
    provider.createdAt = now;
    provider.updatedAt = now;
    describe(provider, hello);
    transaction.persist(provider);
    transaction.flush();
    append(transaction, Change.created("provider", provider.typeId(), 1, provider.told().values()));
  }

  static void describe(Provider provider, Hello hello) {
    provider.session = hello.session();
    provider.software = hello.version();
    provider.kinds = json(hello.kinds());
    provider.capabilities = json(hello.capabilities());
    provider.locations = json(hello.locations());
    provider.organizations = json(hello.organizations());
    provider.publicKey = hello.publicKey();
    var key = hello.encryptionKey();
    provider.encryptionKey =
        key == null ? null : new String(Wire.write(key), StandardCharsets.UTF_8);
  }

  void change(Transaction transaction, Provider provider, Consumer<Provider> change) {
    var before = provider.told();
    change.accept(provider);
    if (provider.told().equals(before)) {
      return;
    }
    provider.version++;
    provider.updatedAt = now();
    append(
        transaction,
        Change.updated(
            "provider",
            provider.typeId(),
            provider.version,
            before.values(),
            provider.told().values()));
  }

  private void append(Transaction transaction, Change change) {
    outbox.append(transaction, change.by(ACTOR));
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }

  private static String json(@Nullable List<String> texts) {
    return new String(Wire.write(texts == null ? List.of() : texts), StandardCharsets.UTF_8);
  }
}
