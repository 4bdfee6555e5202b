package dev.orrery.permissions.token;

import dev.orrery.kit.access.Identification;
import dev.orrery.kit.access.VerifiedToken;
import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.ids.MalformedIdException;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.permissions.user.Accounts;
import dev.orrery.permissions.user.UserRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/// Here, where roles are recorded, a token proves only who asks: what that user may do is what the
/// record says now, not what it said when the token was issued.
@ApplicationScoped
class RecordedIdentification implements Identification {
  private final AccessTokens tokens;
  private final Accounts accounts;

  RecordedIdentification(AccessTokens tokens, Accounts accounts) {
    this.tokens = tokens;
    this.accounts = accounts;
  }

  @Override
  public Viewer verify(String token) {
    VerifiedToken proven = tokens.verify(token);
    if (proven.platform()) {
      return new Viewer(proven.subject(), Map.of(), true, proven.scope());
    }
    try {
      TypeId user = TypeId.parse(proven.subject(), "user");
      return new Viewer(
          proven.subject(),
          accounts.find(user.uuid()).map(UserRow::roles).orElse(Map.of()),
          false,
          proven.scope());
    } catch (MalformedIdException noUser) {
      return new Viewer(proven.subject(), Map.of(), false, proven.scope());
    }
  }
}
