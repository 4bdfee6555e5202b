package dev.orrery.gateway.composition.validate.merged;

import dev.orrery.gateway.composition.merge.MergeAccess;
import dev.orrery.gateway.composition.sdl.AppliedDirective;
import java.util.List;
import java.util.Set;

/// What a viewer must have: a login, one of the alternatives of scopes, one of the alternatives of
/// policies. No alternatives means that none are asked for.
record Access(boolean authenticated, List<Set<String>> scopes, List<Set<String>> policies) {
  static Access of(List<AppliedDirective> directives) {
    var authenticated = directives.stream().anyMatch(it -> it.name().equals("authenticated"));
    return new Access(
        authenticated,
        alternatives(directives, "requiresScopes", "scopes"),
        alternatives(directives, "policy", "policies"));
  }

  private static List<Set<String>> alternatives(
      List<AppliedDirective> directives, String name, String argument) {
    return directives.stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .map(it -> MergeAccess.alternatives(it, argument))
        .orElse(List.of());
  }

  Access and(Access other) {
    return new Access(
        authenticated || other.authenticated,
        MergeAccess.both(scopes, other.scopes),
        MergeAccess.both(policies, other.policies));
  }

  /// Whether everyone whom this admits is admitted by `other`.
  boolean covers(Access other) {
    return (authenticated || !other.authenticated)
        && covers(scopes, other.scopes)
        && covers(policies, other.policies);
  }

  private static boolean covers(List<Set<String>> has, List<Set<String>> asked) {
    if (asked.isEmpty()) {
      return true;
    }
    return !has.isEmpty()
        && has.stream().allMatch(own -> asked.stream().anyMatch(own::containsAll));
  }
}
