package dev.orrery.permissions.refresh;

import dev.orrery.kit.database.Database;
import dev.orrery.permissions.oauth.Inspectable;
import dev.orrery.permissions.revocation.Revocable;
import dev.orrery.permissions.secret.OpaqueSecret;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/// Refresh tokens, as they can be asked about and given back. With its refresh token a sign-in
/// ends: that is signing out.
@ApplicationScoped
class KnownRefreshTokens implements Revocable, Inspectable {
  private final SignIns signIns;
  private final Database database;

  KnownRefreshTokens(SignIns signIns, Database database) {
    this.signIns = signIns;
    this.database = database.own();
  }

  @Override
  public boolean revoke(String token) {
    if (!OpaqueSecret.REFRESH_TOKEN.fits(token)) {
      return false;
    }
    return database.inTransaction(transaction -> {
      signIns.find(transaction, token).ifPresent(live -> signIns.end(transaction, live.id()));
      return true;
    });
  }

  @Override
  public Optional<JsonObject> inspect(String token) {
    if (!OpaqueSecret.REFRESH_TOKEN.fits(token)) {
      return Optional.empty();
    }
    return database
        .read(transaction -> signIns.find(transaction, token))
        .map(live ->
            new JsonObject()
                .put("active", true)
                .put("token_type", "refresh_token")
                .put("sub", live.user().toString())
                .put("sid", live.id().toString())
                .put("exp", live.expiresAt()));
  }
}
