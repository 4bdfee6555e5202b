package dev.orrery.permissions.token;

import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.ids.MalformedIdException;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.Forbidden;
import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import dev.orrery.kit.subgraph.error.CommonError.NotFound;
import dev.orrery.kit.subgraph.error.DomainError;
import dev.orrery.kit.subgraph.resource.Resources;
import dev.orrery.kit.subgraph.wiring.Request;
import dev.orrery.kit.subgraph.wiring.SubgraphPart;
import dev.orrery.kit.subgraph.wiring.Wiring;
import dev.orrery.permissions.token.TokenIssuer.Occasion;
import dev.orrery.permissions.user.Accounts;
import dev.orrery.permissions.user.UserRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tokens in the graph: users renew their own, operators issue anybody's.
@ApplicationScoped
class TokenFields implements SubgraphPart {
  private static final int SHORTEST_SECONDS = 60;
  private static final int LONGEST_SECONDS = 24 * 60 * 60;

  private final TokenIssuer issuer;
  private final Resources<UserRow> users;
  private final Accounts accounts;
  private final Database database;

  TokenFields(TokenIssuer issuer, Resources<UserRow> users, Accounts accounts, Database database) {
    this.issuer = issuer;
    this.users = users;
    this.accounts = accounts;
    this.database = database.own();
  }

  @Override
  public void wire(Wiring wiring) {
    wiring.mutation("issueToken", this::issue);
  }

  private Answer<Map<String, Object>> issue(Request request) {
    Viewer viewer = request.viewer();
    Map<String, @Nullable Object> input = request.input();
    int seconds = ((Number) Objects.requireNonNull(input.get("lifetimeSeconds"))).intValue();
    if (seconds < SHORTEST_SECONDS || seconds > LONGEST_SECONDS) {
      return Answer.refused(
          new InvalidArgument(
              "input.lifetimeSeconds",
              "%d is not between %d and %d".formatted(seconds, SHORTEST_SECONDS, LONGEST_SECONDS)));
    }
    if (viewer.limited()) {
      return Answer.refused(new Forbidden("issue tokens", "with a token of limited scope"));
    }
    @Nullable Object named = input.get("user");
    return subject(viewer, named == null ? null : named.toString())
        .then(user -> issued(user, Duration.ofSeconds(seconds), viewer));
  }

  private Answer<Map<String, Object>> issued(TypeId id, Duration lifetime, Viewer viewer) {
    Optional<TokenIssuer.Issued> issued =
        database.inTransaction(transaction ->
            accounts
                .find(transaction, id.uuid())
                .map(user ->
                    issuer.forUser(
                        transaction,
                        user,
                        new Occasion(lifetime, viewer.subject(), TokenIssuer.ORRERY))));
    return issued
        .<Answer<Map<String, Object>>>map(token ->
            Answer.granted(
                Map.of("token", token.token(), "expiresAt", token.expiresAt().toString())))
        .orElseGet(() -> Answer.refused(new NotFound("user", id.toString())));
  }

  private Answer<TypeId> subject(Viewer viewer, @Nullable String named) {
    if (named == null || named.equals(viewer.subject())) {
      return oneself(viewer);
    }
    TypeId user = TypeId.parse(named, "user");
    if (viewer.platform()) {
      return Answer.granted(user);
    }
    DomainError refusal =
        users.findAll(Set.of(user.uuid()), viewer).isEmpty()
            ? new NotFound("user", named)
            : new Forbidden("issue tokens for", named);
    return Answer.refused(refusal);
  }

  private static Answer<TypeId> oneself(Viewer viewer) {
    try {
      return Answer.granted(TypeId.parse(viewer.subject(), "user"));
    } catch (MalformedIdException noUser) {
      return Answer.refused(
          new InvalidArgument("input.user", "you are no user: say for whom the token is to be"));
    }
  }
}
