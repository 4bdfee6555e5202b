package dev.orrery.permissions.clientcredentials;

import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.MalformedIdException;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.permissions.oauth.OAuthRequest.ClientSecret;
import dev.orrery.permissions.secret.OpaqueSecret;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// The secrets of service accounts, by their SHA-256.
@ApplicationScoped
class ClientSecrets {
  ClientSecrets() {}

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
                      and (s.expires_at is null or s.expires_at > now())
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
