package dev.orrery.permissions.personalaccesstoken;

import dev.orrery.kit.access.Scope;
import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.Forbidden;
import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import dev.orrery.kit.subgraph.error.CommonError.NotFound;
import dev.orrery.kit.subgraph.resource.Resources;
import dev.orrery.kit.subgraph.wiring.Request;
import dev.orrery.kit.subgraph.wiring.SubgraphPart;
import dev.orrery.kit.subgraph.wiring.Wiring;
import dev.orrery.permissions.secret.OpaqueSecret;
import dev.orrery.permissions.user.Accounts;
import dev.orrery.permissions.user.UserRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Personal access tokens in the graph: users make and revoke their own, operators revoke
/// anybody's.
@ApplicationScoped
class PersonalAccessTokenFields implements SubgraphPart {
  private static final int MOST_DAYS = 366;
  private static final int MOST_ACTIONS = 100;

  private final Resources<PersonalAccessTokenRow> tokens;
  private final RevokeWithDeletion revoke;
  private final Accounts accounts;

  PersonalAccessTokenFields(
      Resources<PersonalAccessTokenRow> tokens, RevokeWithDeletion revoke, Accounts accounts) {
    this.tokens = tokens;
    this.revoke = revoke;
    this.accounts = accounts;
  }

  @Override
  public void wire(Wiring wiring) {
    wiring
        .resource(tokens)
        .mutation("createPersonalAccessToken", this::create)
        .delete(tokens, revoke);
  }

  private Answer<Map<String, Object>> create(Request request) {
    Viewer viewer = request.viewer();
    Optional<UserRow> user = PersonalAccessTokens.user(viewer.subject()).flatMap(accounts::find);
    if (user.isEmpty()) {
      return Answer.refused(new NotFound("user", viewer.subject()));
    }
    if (viewer.limited()) {
      return Answer.refused(
          new Forbidden("create", "a personal access token with a token of limited scope"));
    }
    return scope(request.input())
        .then(scope -> end(request.input()).then(end -> made(request, user.get(), scope, end)));
  }

  private Answer<Map<String, Object>> made(
      Request request, UserRow user, Scope scope, Instant end) {
    String secret = OpaqueSecret.PERSONAL_ACCESS_TOKEN.make();
    // Where an idempotency key is repeated, nothing is made, and the first secret is nowhere.
    AtomicReference<@Nullable String> shown = new AtomicReference<>();
    return tokens
        .createIn(
            user.header().organization(),
            request.viewer(),
            "createPersonalAccessToken",
            request.input(),
            (_, header) -> {
              shown.set(secret);
              return Answer.granted(
                  new PersonalAccessTokenRow(
                      header, user.id(), scope, end, OpaqueSecret.digest(secret)));
            })
        .then(made -> {
          Map<String, Object> payload = new HashMap<>(Map.of("personalAccessToken", made));
          Optional.ofNullable(shown.get()).ifPresent(text -> payload.put("token", text));
          return Answer.granted(payload);
        });
  }

  private static Answer<Scope> scope(Map<String, @Nullable Object> input) {
    List<String> actions =
        ((List<?>) Objects.requireNonNull(input.get("actions")))
            .stream().map(String::valueOf).toList();
    if (actions.isEmpty() || actions.size() > MOST_ACTIONS) {
      return Answer.refused(
          new InvalidArgument(
              "input.actions", "name 1 to %d; * means all of them".formatted(MOST_ACTIONS)));
    }
    try {
      return Answer.granted(Scope.of(actions));
    } catch (IllegalArgumentException malformed) {
      return Answer.refused(
          new InvalidArgument("input.actions", String.valueOf(malformed.getMessage())));
    }
  }

  private static Answer<Instant> end(Map<String, @Nullable Object> input) {
    int days = ((Number) Objects.requireNonNull(input.get("lifetimeDays"))).intValue();
    return days < 1 || days > MOST_DAYS
        ? Answer.refused(
            new InvalidArgument(
                "input.lifetimeDays", "%d is not between 1 and %d".formatted(days, MOST_DAYS)))
        : Answer.granted(Instant.now().plus(Duration.ofDays(days)).truncatedTo(ChronoUnit.SECONDS));
  }
}
