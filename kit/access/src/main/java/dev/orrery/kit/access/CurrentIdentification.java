package dev.orrery.kit.access;

import dev.orrery.kit.access.policy.MembershipIndex;
import dev.orrery.kit.access.policy.UserPolicy;
import dev.orrery.kit.access.revocation.RevokedTokens;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/// A token proves who asks; what that one may do is what permissions-api said last.
///
/// A token carries its user's roles with the version they are of, and the index knows them at some
/// version. Permissions-api has said both, so the newer one holds: a role taken away is gone as
/// soon as the event is here, whatever older tokens say, and a token issued a moment ago is right
/// even where the event is still on its way.
@DefaultBean
@ApplicationScoped
class CurrentIdentification implements Identification {
  /// A service that has just started reads the policy within it, or is in trouble.
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final TokenVerifier tokens;
  private final RevokedTokens revoked;
  private final MembershipIndex index;

  CurrentIdentification(TokenVerifier tokens, RevokedTokens revoked, MembershipIndex index) {
    this.tokens = tokens;
    this.revoked = revoked;
    this.index = index;
  }

  @Override
  public Viewer verify(String token) {
    VerifiedToken proven = tokens.verify(token);
    if (revoked.contains(proven)) {
      throw InvalidTokenException.revoked();
    }
    if (proven.platform()) {
      return new Viewer(proven.subject(), Map.of(), true, proven.scope());
    }
    requirePolicy();
    return new Viewer(proven.subject(), roles(proven), false, proven.scope());
  }

  private void requirePolicy() {
    try {
      if (!index.awaitReady(PATIENCE)) {
        throw new PolicyUnknownException();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new PolicyUnknownException();
    }
  }

  private Map<UUID, Role> roles(VerifiedToken proven) {
    return index
        .of(proven.subject())
        .filter(policy -> policy.version() > proven.version())
        .map(UserPolicy::roles)
        .orElse(proven.roles());
  }
}
