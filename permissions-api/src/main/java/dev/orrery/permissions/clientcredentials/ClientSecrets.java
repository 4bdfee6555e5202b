package dev.orrery.permissions.clientcredentials;

import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.MalformedIdException;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import dev.orrery.permissions.oauth.OAuthRequest.ClientSecret;
import dev.orrery.permissions.secret.OpaqueSecret;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The secrets of service accounts, by their SHA-256.
@ApplicationScoped
class ClientSecrets {
  private static final Logger LOG = Logger.getLogger(ClientSecrets.class);
  static final String PREFIX = "sasec";

  /// Enough to replace one by another in peace.
  private static final int MOST = 5;

  ClientSecrets() {}

  /// A new secret, told this once.
  Answer<Map<String, Object>> make(
      Transaction transaction, UUID account, Duration lifetime, String actor) {
    // Two at once must not both be the last one.
    transaction.rows(
        Sql.of("select 1 from service_account where id = :account for no key update")
            .with("account", account));
    transaction.execute(
        Sql.of(
                """
                delete from service_account_secret
                where service_account_id = :account and expires_at < now()
                """)
            .with("account", account));
    if (all(transaction, account).size() >= MOST) {
      return Answer.refused(
          new InvalidArgument(
              "input.serviceAccount",
              "it has %d secrets, the most there can be: delete one first".formatted(MOST)));
    }
    TypeId id = TypeId.generate(PREFIX);
    String secret = OpaqueSecret.CLIENT_SECRET.make();
    Instant end = Instant.now().plus(lifetime).truncatedTo(ChronoUnit.SECONDS);
    transaction.execute(
        Sql.of(
                """
                insert into service_account_secret (id, service_account_id, digest, expires_at)
                values (:id, :account, :digest, to_timestamp(cast(:end as bigint)))
                """)
            .with("id", id.uuid())
            .with("account", account)
            .with("digest", OpaqueSecret.digest(secret))
            .with("end", end.getEpochSecond()));
    LOG.infof("%s makes the secret %s of %s", actor, id, new TypeId("sa", account));
    return Answer.granted(
        Map.of("id", id.toString(), "secret", secret, "expiresAt", end.toString()));
  }

  /// What is known of an account's secrets, the oldest first.
  List<Map<String, Object>> all(Transaction transaction, UUID account) {
    return transaction
        .rows(
            Sql.of(
                    """
                    select id, cast(extract(epoch from created_at) as bigint),
                           cast(extract(epoch from expires_at) as bigint)
                    from service_account_secret where service_account_id = :account order by id
                    """)
                .with("account", account))
        .stream()
        .<Map<String, Object>>map(row ->
            Map.of(
                "id", new TypeId(PREFIX, (UUID) Objects.requireNonNull(row[0])).toString(),
                "createdAt", second(row[1]),
                "expiresAt", second(row[2])))
        .toList();
  }

  private static String second(@Nullable Object column) {
    return Instant.ofEpochSecond(((Number) Objects.requireNonNull(column)).longValue()).toString();
  }

  /// @return whether there was one
  boolean remove(Transaction transaction, UUID account, UUID id) {
    return transaction.execute(
            Sql.of(
                    """
                    delete from service_account_secret
                    where id = :id and service_account_id = :account
                    """)
                .with("id", id)
                .with("account", account))
        == 1;
  }

  /// The account that a secret is of, when it is good now.
  Optional<Client> find(Transaction transaction, ClientSecret given) {
    if (!OpaqueSecret.CLIENT_SECRET.fits(given.secret())) {
      return Optional.empty();
    }
    TypeId account;
    try {
      account = TypeId.parse(given.id(), "sa");
    } catch (MalformedIdException noServiceAccount) {
      return Optional.empty();
    }
    return transaction
        .rows(
            Sql.of(
                    """
                    select a.organization_id
                    from service_account_secret s join service_account a on a.id = s.service_account_id
                    where s.digest = :digest and a.id = :account and a.active
                      and s.expires_at > now()
                    """)
                .with("digest", OpaqueSecret.digest(given.secret()))
                .with("account", account.uuid()))
        .stream()
        .<Client>map(row ->
            new Client.ServiceAccount(
                account, new TypeId("org", (UUID) Objects.requireNonNull(row[0]))))
        .findFirst();
  }
}
