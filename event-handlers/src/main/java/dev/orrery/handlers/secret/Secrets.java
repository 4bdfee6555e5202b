package dev.orrery.handlers.secret;

import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.events.Change;
import dev.orrery.kit.events.Outbox;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.provider.protocol.EncryptionKey;
import dev.orrery.provider.protocol.Wire;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/// The secrets on record. Every change of one leaves an event, which says nothing of it but its
/// name.
@ApplicationScoped
class Secrets {
  private static final String TYPE = "secret";

  private final Outbox outbox;

  Secrets(Outbox outbox) {
    this.outbox = outbox;
  }

  /// The key that the provider of that name announced last, if it serves the organization.
  Optional<EncryptionKey> keyOf(Transaction transaction, String provider, UUID organization) {
    return transaction
        .rows(
            Sql.of(
                    """
                    select encryption_key from provider
                    where name = :name and encryption_key is not null
                      and (organizations = '[]' or cast(organizations as jsonb) @> to_jsonb(cast(:organization as text)))
                    """)
                .with("name", provider)
                .with("organization", new TypeId("org", organization).toString()))
        .stream()
        .map(row -> key(String.valueOf(row[0])))
        .findFirst();
  }

  private static EncryptionKey key(String json) {
    try {
      return Wire.read(json.getBytes(StandardCharsets.UTF_8), EncryptionKey.class);
    } catch (IOException e) {
      throw new IllegalStateException("no key: " + json, e);
    }
  }

  Optional<Secret> lock(Transaction transaction, UUID id) {
    return Optional.ofNullable(transaction.lock(Secret.class, id));
  }

  boolean isTaken(Transaction transaction, UUID organization, String provider, String name) {
    return !transaction
        .rows(
            Sql.of(
                    """
                    select 1 from secret
                    where organization = :organization and provider = :provider and name = :name
                    """)
                .with("organization", organization)
                .with("provider", provider)
                .with("name", name))
        .isEmpty();
  }

  void create(Transaction transaction, Secret created, String actor) {
    transaction.persist(created);
    transaction.flush();
    append(
        transaction,
        created,
        Change.created(TYPE, created.typeId(), 1, created.snapshot().values()),
        actor);
  }

  /// Seals another value in place of the one of a secret that is locked.
  void reseal(
      Transaction transaction, Secret secret, EncryptionKey key, String sealed, String actor) {
    var before = secret.snapshot();
    secret.keyId = key.kid();
    secret.sealed = sealed;
    secret.version++;
    secret.updatedAt = now();
    append(
        transaction,
        secret,
        Change.updated(
            TYPE, secret.typeId(), secret.version, before.values(), secret.snapshot().values()),
        actor);
  }

  void delete(Transaction transaction, Secret secret, String actor) {
    transaction.remove(secret);
    append(
        transaction,
        secret,
        Change.deleted(TYPE, secret.typeId(), secret.version + 1, secret.snapshot().values()),
        actor);
  }

  static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }

  private void append(Transaction transaction, Secret secret, Change change, String actor) {
    outbox.append(transaction, change.in(new TypeId("org", secret.organization), null).by(actor));
  }
}
