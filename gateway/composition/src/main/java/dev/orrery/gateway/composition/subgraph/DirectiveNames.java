package dev.orrery.gateway.composition.subgraph;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a subgraph's links make its directive names mean.
final class DirectiveNames {
  private static final Map<String, List<FederationDirective>> BY_SPEC =
      Map.of(
          "tag", List.of(FederationDirective.TAG),
          "inaccessible", List.of(FederationDirective.INACCESSIBLE),
          "authenticated", List.of(FederationDirective.AUTHENTICATED),
          "requiresScopes", List.of(FederationDirective.REQUIRES_SCOPES),
          "policy", List.of(FederationDirective.POLICY),
          "context", List.of(FederationDirective.CONTEXT, FederationDirective.FROM_CONTEXT),
          "cost", List.of(FederationDirective.COST, FederationDirective.LIST_SIZE));

  private final Map<String, FederationDirective> byLocalName = new HashMap<>();

  /// @param minor the version of federation 2, or -1 for federation 1
  DirectiveNames(List<LinkedSpec> links, int minor) {
    if (minor < 0) {
      for (var directive : FederationDirective.values()) {
        if (directive.inVersion1()) {
          byLocalName.put(directive.directiveName(), directive);
        }
      }
    }
    for (var link : links) {
      if (link.isFederation()) {
        for (var directive : FederationDirective.values()) {
          if (directive.since() <= link.minor()) {
            byLocalName.put(link.localName(directive.directiveName()), directive);
            byLocalName.put(link.namespace() + "__" + directive.directiveName(), directive);
          }
        }
      } else if (link.isApollo()) {
        for (var directive : BY_SPEC.getOrDefault(link.name(), List.of())) {
          byLocalName.put(link.localName(directive.directiveName()), directive);
        }
      }
    }
  }

  Optional<FederationDirective> meaning(String localName) {
    return Optional.ofNullable(byLocalName.get(localName));
  }
}
