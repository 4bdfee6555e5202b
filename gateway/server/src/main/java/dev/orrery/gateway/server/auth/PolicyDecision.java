package dev.orrery.gateway.server.auth;

/// Decides about the policies that `@policy` names. Asked for each policy of the graph and each
/// request, so it must be quick.
///
/// Another bean of this type takes the place of [PoliciesByRole].
@FunctionalInterface
public interface PolicyDecision {
  /// Whether the policy holds for somebody; nobody is asked further.
  boolean allows(String policy, Identity identity);
}
