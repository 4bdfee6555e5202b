package dev.orrery.gateway.planning.access;

import java.util.Set;

/// What is known of whoever asks.
///
/// @param authenticated whether a good token came along
/// @param scopes those of the token
/// @param policies the policies of the graph that were decided in the viewer's favour
public record Viewer(boolean authenticated, Set<String> scopes, Set<String> policies) {
  public static final Viewer ANONYMOUS = new Viewer(false, Set.of(), Set.of());

  public Viewer {
    scopes = Set.copyOf(scopes);
    policies = Set.copyOf(policies);
  }
}
