package dev.orrery.permissions.exchange;

import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.resource.Resources.Blockers;
import dev.orrery.permissions.revocation.Revocations;
import dev.orrery.permissions.token.TokenIssuer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/// When an issuer is trusted no longer, or otherwise than before, the tokens go that were got by
/// its word so far.
@ApplicationScoped
class RevokeWithTrust implements Blockers<TrustedIssuerRow> {
  private final Revocations revocations;
  private final TokenIssuer issuer;

  RevokeWithTrust(Revocations revocations, TokenIssuer issuer) {
    this.revocations = revocations;
    this.issuer = issuer;
  }

  @Override
  public List<TypeId> of(Transaction transaction, TrustedIssuerRow row) {
    return List.of();
  }

  @Override
  public void after(Transaction transaction, TrustedIssuerRow row, String actor) {
    revocations.revoke(
        transaction,
        new TypeId(TrustedIssuerRow.PREFIX, row.id()).toString(),
        Instant.now().plus(issuer.lifetime()));
  }
}
