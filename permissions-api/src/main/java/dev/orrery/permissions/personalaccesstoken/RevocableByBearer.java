package dev.orrery.permissions.personalaccesstoken;

import dev.orrery.kit.database.Database;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.resource.Resources;
import dev.orrery.permissions.revocation.Revocable;
import dev.orrery.permissions.secret.OpaqueSecret;
import jakarta.enterprise.context.ApplicationScoped;

/// Whoever finds a personal access token can revoke it with nothing but the token: at RFC 7009's
/// endpoint it is deleted.
@ApplicationScoped
class RevocableByBearer implements Revocable {
  private final PersonalAccessTokens known;
  private final Resources<PersonalAccessTokenRow> tokens;
  private final RevokeWithDeletion revoke;
  private final Database database;

  RevocableByBearer(
      PersonalAccessTokens known,
      Resources<PersonalAccessTokenRow> tokens,
      RevokeWithDeletion revoke,
      Database database) {
    this.known = known;
    this.tokens = tokens;
    this.revoke = revoke;
    this.database = database.own();
  }

  @Override
  public boolean revoke(String token) {
    if (!OpaqueSecret.PERSONAL_ACCESS_TOKEN.fits(token)) {
      return false;
    }
    return database.inTransaction(transaction -> {
      known
          .find(transaction, token)
          .flatMap(found -> tokens.locked(transaction, found.id()))
          .ifPresent(found -> {
            String bearer = new TypeId("user", found.user()).toString();
            tokens.removed(transaction, found, bearer);
            revoke.after(transaction, found, bearer);
          });
      return true;
    });
  }
}
