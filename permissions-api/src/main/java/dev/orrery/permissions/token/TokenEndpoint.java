package dev.orrery.permissions.token;

import dev.orrery.permissions.oauth.OAuthRequest;
import dev.orrery.permissions.oauth.OAuthRoutes;
import dev.orrery.permissions.oauth.Refusal;
import dev.orrery.permissions.oauth.Reply;
import io.quarkus.arc.All;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `POST /oauth/token` (RFC 6749, section 3.2): every way to get a token.
@ApplicationScoped
public class TokenEndpoint {
  private final Map<String, Grant> grants;
  private final OAuthRoutes routes;

  TokenEndpoint(@All List<Grant> grants, OAuthRoutes routes) {
    this.grants =
        new TreeMap<>(grants.stream().collect(Collectors.toMap(Grant::type, Function.identity())));
    this.routes = routes;
  }

  /// The values of `grant_type` that it knows.
  public List<String> types() {
    return List.copyOf(grants.keySet());
  }

  void route(@Observes Router router) {
    routes.post(router, "/oauth/token", this::answer);
  }

  private Reply answer(OAuthRequest request) {
    @Nullable Grant grant = grants.get(request.form().required("grant_type"));
    return grant == null
        ? Refusal.unsupportedGrant("grant_type is one of: " + String.join(", ", types()))
        : grant.answer(request);
  }
}
