package dev.orrery.permissions.clientcredentials;

import dev.orrery.kit.database.Transaction;
import dev.orrery.permissions.limit.SignInLimits;
import dev.orrery.permissions.oauth.OAuthRefused;
import dev.orrery.permissions.oauth.OAuthRequest;
import dev.orrery.permissions.oauth.OAuthRequest.ClientSecret;
import dev.orrery.permissions.oauth.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Finds out which client asks. The secrets are long and random, so only the address is slowed down
/// that tries many: nobody can lock out a client whose id they know.
@ApplicationScoped
public class Clients {
  private final OperatorSecret operator;
  private final ClientSecrets secrets;
  private final SignInLimits limits;

  Clients(OperatorSecret operator, ClientSecrets secrets, SignInLimits limits) {
    this.operator = operator;
    this.secrets = secrets;
    this.limits = limits;
  }

  /// @throws OAuthRefused when it did not show who it is
  public Client identify(Transaction transaction, OAuthRequest request) {
    ClientSecret given =
        request.client().orElseThrow(() -> new OAuthRefused(Refusal.invalidClient()));
    @Nullable Duration wait = limits.beginFrom(request.address());
    if (wait != null) {
      throw new OAuthRefused(Refusal.tooMany(wait));
    }
    Client client =
        operator.isProvenBy(given)
            ? new Client.Operator()
            : secrets
                .find(transaction, given)
                .orElseThrow(() -> new OAuthRefused(Refusal.invalidClient()));
    limits.succeededFrom(request.address());
    return client;
  }
}
