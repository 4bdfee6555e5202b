package dev.orrery.gateway.server.auth;

import dev.orrery.gateway.server.GatewayConfig;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Grants a policy to those whose token has one of the roles that configuration lists for it.
/// Without such a list nobody has it.
@DefaultBean
@ApplicationScoped
class PoliciesByRole implements PolicyDecision {
  private final List<String> rolesClaims;
  private final Map<String, Set<String>> rolesByPolicy;

  PoliciesByRole(GatewayConfig config) {
    this.rolesClaims = config.authorization().rolesClaims();
    this.rolesByPolicy = config.authorization().policies();
  }

  @Override
  public boolean allows(String policy, Identity identity) {
    Set<String> roles = rolesByPolicy.get(policy);
    return identity.authenticated()
        && roles != null
        && !Collections.disjoint(roles, identity.texts(rolesClaims));
  }
}
