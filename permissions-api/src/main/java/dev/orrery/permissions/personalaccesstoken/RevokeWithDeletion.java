package dev.orrery.permissions.personalaccesstoken;

import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.resource.Resources.Blockers;
import dev.orrery.permissions.revocation.Revocations;
import dev.orrery.permissions.token.TokenIssuer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/// With a personal access token go the access tokens that were got with it.
@ApplicationScoped
class RevokeWithDeletion implements Blockers<PersonalAccessTokenRow> {
  private final Revocations revocations;
  private final TokenIssuer issuer;

  RevokeWithDeletion(Revocations revocations, TokenIssuer issuer) {
    this.revocations = revocations;
    this.issuer = issuer;
  }

  @Override
  public List<TypeId> of(Transaction transaction, PersonalAccessTokenRow token) {
    return List.of();
  }

  @Override
  public void after(Transaction transaction, PersonalAccessTokenRow token, String actor) {
    revocations.revoke(
        transaction,
        new TypeId(PersonalAccessTokenRow.PREFIX, token.id()).toString(),
        Instant.now().plus(issuer.lifetime()));
  }
}
