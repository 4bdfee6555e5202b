package dev.orrery.permissions.password;

import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.audit.Audit;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.Forbidden;
import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import dev.orrery.kit.subgraph.error.CommonError.NotFound;
import dev.orrery.kit.subgraph.resource.Resources;
import dev.orrery.kit.subgraph.resource.Snapshot;
import dev.orrery.kit.subgraph.wiring.Request;
import dev.orrery.kit.subgraph.wiring.SubgraphPart;
import dev.orrery.kit.subgraph.wiring.Wiring;
import dev.orrery.permissions.refresh.SignIns;
import dev.orrery.permissions.user.UserRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Passwords in the graph: users change their own, operators set anybody's. A new password ends all
/// sign-ins that came about by the old one.
@ApplicationScoped
class PasswordFields implements SubgraphPart {
  private final Passwords passwords;
  private final SignIns signIns;
  private final Resources<UserRow> users;
  private final Database database;
  private final Audit audit;

  PasswordFields(
      Passwords passwords,
      SignIns signIns,
      Resources<UserRow> users,
      Database database,
      Audit audit) {
    this.passwords = passwords;
    this.signIns = signIns;
    this.users = users;
    this.database = database.own();
    this.audit = audit;
  }

  @Override
  public void wire(Wiring wiring) {
    wiring.mutation("setPassword", this::set);
  }

  private Answer<Map<String, Object>> set(Request request) {
    Viewer viewer = request.viewer();
    Map<String, @Nullable Object> input = request.input();
    TypeId user = TypeId.parse(String.valueOf(input.get("user")), "user");
    @Nullable Snapshot known = users.findAll(Set.of(user.uuid()), viewer).get(user.uuid());
    if (known == null) {
      return Answer.refused(new NotFound("user", user.toString()));
    }
    if (viewer.limited()) {
      return Answer.refused(new Forbidden("set passwords", "with a token of limited scope"));
    }
    boolean oneself = user.toString().equals(viewer.subject());
    if (!oneself && !viewer.platform()) {
      return Answer.refused(new Forbidden("set the password of", user.toString()));
    }
    String password = String.valueOf(input.get("newPassword"));
    if (password.length() < Passwords.SHORTEST || password.length() > Passwords.LONGEST) {
      return Answer.refused(
          new InvalidArgument(
              "input.newPassword",
              "a password has %d to %d characters"
                  .formatted(Passwords.SHORTEST, Passwords.LONGEST)));
    }
    @Nullable Object current = input.get("currentPassword");
    if (oneself && !isCurrent(user.uuid(), current == null ? null : current.toString())) {
      return Answer.refused(
          new InvalidArgument("input.currentPassword", "this is not your password now"));
    }
    String hash = passwords.hash(password);
    return Answer.granted(
        database.inTransaction(transaction -> recorded(transaction, request, user, hash, known)));
  }

  private Map<String, Object> recorded(
      Transaction transaction, Request request, TypeId user, String hash, Snapshot known) {
    passwords.record(transaction, user.uuid(), hash);
    signIns.endAll(transaction, user.uuid());
    audit.granted(
        transaction,
        request.viewer(),
        request.field(),
        known.referenceTo("organization"),
        List.of(user));
    return Map.of("user", known);
  }

  /// A stolen token must not suffice to take the account over.
  private boolean isCurrent(UUID user, @Nullable String given) {
    Optional<String> recorded = database.read(transaction -> passwords.recorded(transaction, user));
    return recorded.isEmpty() || (given != null && passwords.matches(given, recorded.get()));
  }
}
