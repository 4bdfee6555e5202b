package dev.orrery.gateway.planning.access;

import dev.orrery.gateway.composition.merge.MergeAccess;
import dev.orrery.gateway.composition.sdl.AppliedDirective;
import java.util.List;
import java.util.Set;

/// What a viewer must have to see one element of the schema: a login, all scopes of one of the
/// alternatives, and all policies of one of the alternatives. No alternatives ask for nothing.
public record Requirement(
    boolean authenticated, List<Set<String>> scopes, List<Set<String>> policies) {
  public Requirement {
    scopes = List.copyOf(scopes);
    policies = List.copyOf(policies);
  }

  static Requirement of(List<AppliedDirective> directives) {
    return new Requirement(
        directives.stream().anyMatch(it -> it.name().equals("authenticated")),
        alternatives(directives, "requiresScopes", "scopes"),
        alternatives(directives, "policy", "policies"));
  }

  /// Once merged an element has one of each, but supergraphs come from elsewhere, too.
  private static List<Set<String>> alternatives(
      List<AppliedDirective> directives, String name, String argument) {
    return directives.stream()
        .filter(it -> it.name().equals(name))
        .map(it -> MergeAccess.alternatives(it, argument))
        .reduce(MergeAccess::both)
        .orElse(List.of());
  }

  static final Requirement NONE = new Requirement(false, List.of(), List.of());

  /// What asks for both.
  Requirement and(Requirement other) {
    return new Requirement(
        authenticated || other.authenticated,
        MergeAccess.both(scopes, other.scopes),
        MergeAccess.both(policies, other.policies));
  }

  /// Whether everyone who meets this one meets `other`, too.
  boolean covers(Requirement other) {
    return (authenticated || !other.authenticated)
        && covers(scopes, other.scopes)
        && covers(policies, other.policies);
  }

  private static boolean covers(List<Set<String>> has, List<Set<String>> asked) {
    return asked.isEmpty()
        || (!has.isEmpty()
            && has.stream().allMatch(own -> asked.stream().anyMatch(own::containsAll)));
  }

  boolean isNone() {
    return !authenticated && scopes.isEmpty() && policies.isEmpty();
  }

  boolean isMetBy(Viewer viewer) {
    return (viewer.authenticated() || !authenticated)
        && isMet(scopes, viewer.scopes())
        && isMet(policies, viewer.policies());
  }

  private static boolean isMet(List<Set<String>> alternatives, Set<String> held) {
    return alternatives.isEmpty() || alternatives.stream().anyMatch(held::containsAll);
  }
}
