package dev.orrery.permissions.token;

import dev.orrery.kit.access.Identification;
import dev.orrery.kit.access.PolicyRights;
import dev.orrery.kit.access.Rights;
import dev.orrery.kit.access.VerifiedToken;
import dev.orrery.kit.access.Viewer;
import dev.orrery.permissions.policy.RecordedPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/// Here, where the policy is recorded, it is what the record says now: nothing that a request takes
/// for granted can be missing.
@ApplicationScoped
class RecordedIdentification implements Identification {
  private final AccessTokens tokens;
  private final RecordedPolicy policy;
  private final Clock clock = Clock.systemUTC();

  RecordedIdentification(AccessTokens tokens, RecordedPolicy policy) {
    this.tokens = tokens;
    this.policy = policy;
  }

  @Override
  public Viewer verify(String token, long revision) {
    VerifiedToken proven = tokens.verify(token);
    if (proven.operates()) {
      return Viewer.operator(proven.subject());
    }
    Rights rights = new PolicyRights(policy.now(), proven.subject(), clock.instant());
    return Viewer.of(proven.subject(), rights.within(proven.scope()));
  }
}
