package dev.orrery.permissions.clientcredentials;

import dev.orrery.permissions.oauth.OAuthRequest.ClientSecret;
import dev.orrery.permissions.secret.OpaqueSecret;
import dev.orrery.permissions.token.TokenIssuer;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// What operators prove themselves with: the secret `orrery.operator.secret`. Without one, nobody
/// is an operator.
@ApplicationScoped
public class OperatorSecret {
  private final Optional<byte[]> digest;

  OperatorSecret(@ConfigProperty(name = "orrery.operator.secret") Optional<String> secret) {
    this.digest = secret.filter(given -> !given.isBlank()).map(OpaqueSecret::digest);
  }

  /// Takes the same time for any wrong secret: digests are of one length, so that comparing them
  /// tells nothing about the secret's.
  boolean isProvenBy(ClientSecret given) {
    boolean proven =
        digest.isPresent()
            && MessageDigest.isEqual(digest.get(), OpaqueSecret.digest(given.secret()));
    return given.id().equals(TokenIssuer.OPERATOR) && proven;
  }
}
