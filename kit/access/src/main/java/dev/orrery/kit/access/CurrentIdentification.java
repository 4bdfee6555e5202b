package dev.orrery.kit.access;

import dev.orrery.kit.access.policy.PolicyIndex;
import dev.orrery.kit.access.revocation.RevokedTokens;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;

/// A token proves who asks; what that one may do is what the policy says now.
///
/// A token names the revision of the policy that it takes for granted, and so may a request: until
/// the index has read that far, nobody knows what was meant. So a right that was given a moment ago
/// is there, and one that was taken away before something new was made is gone.
@DefaultBean
@ApplicationScoped
class CurrentIdentification implements Identification {
  /// A service that has just started reads the policy within it, and a change of the policy arrives
  /// within it, or there is trouble.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final TokenVerifier tokens;
  private final RevokedTokens revoked;
  private final PolicyIndex index;
  private final Clock clock = Clock.systemUTC();

  CurrentIdentification(TokenVerifier tokens, RevokedTokens revoked, PolicyIndex index) {
    this.tokens = tokens;
    this.revoked = revoked;
    this.index = index;
  }

  @Override
  public Viewer verify(String token, long revision) {
    VerifiedToken proven = tokens.verify(token);
    if (revoked.contains(proven)) {
      throw InvalidTokenException.revoked();
    }
    if (proven.operates()) {
      return Viewer.operator(proven.subject());
    }
    requirePolicy(Math.max(revision, proven.policyRevision()));
    Rights rights = new PolicyRights(index, proven.subject(), clock.instant());
    return Viewer.of(proven.subject(), rights.within(proven.scope()));
  }

  private void requirePolicy(long revision) {
    try {
      if (!index.awaitReady(PATIENCE) || !index.awaitRevision(revision, PATIENCE)) {
        throw new PolicyUnknownException();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new PolicyUnknownException();
    }
  }
}
