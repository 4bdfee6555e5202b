package dev.orrery.gateway.server.auth;

import dev.orrery.gateway.planning.access.Viewer;
import dev.orrery.gateway.server.GatewayConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Says what the directives of access may know of whoever sends a request.
@ApplicationScoped
public class Viewers {
  private static final Viewer AUTHENTICATED = new Viewer(true, Set.of(), Set.of());

  private final List<String> scopeClaims;
  private final PolicyDecision decision;

  Viewers(GatewayConfig config, PolicyDecision decision) {
    this.scopeClaims = config.authorization().scopeClaims();
    this.decision = decision;
  }

  /// @param guarded whether the graph guards anything
  /// @param policies those that the graph names
  public Viewer of(Identity identity, boolean guarded, Set<String> policies) {
    if (!guarded) {
      return identity.authenticated() ? AUTHENTICATED : Viewer.ANONYMOUS;
    }
    return new Viewer(
        identity.authenticated(),
        identity.texts(scopeClaims),
        policies.isEmpty()
            ? Set.of()
            : policies.stream()
                .filter(policy -> decision.allows(policy, identity))
                .collect(Collectors.toSet()));
  }
}
