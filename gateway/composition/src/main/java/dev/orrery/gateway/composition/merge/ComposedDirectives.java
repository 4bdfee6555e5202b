package dev.orrery.gateway.composition.merge;

import dev.orrery.gateway.composition.subgraph.DirectiveDeclaration;
import dev.orrery.gateway.composition.subgraph.FederationDirective;
import dev.orrery.gateway.composition.subgraph.LinkedSpec;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The custom directives that subgraphs ask for in the supergraph by `@composeDirective`.
///
/// Specification: Federation, "Directives reference", `@composeDirective`.
public final class ComposedDirectives {
  private final Map<String, Composed> byIdentity = new LinkedHashMap<>();

  public ComposedDirectives(Subgraphs subgraphs) {
    for (var subgraph : subgraphs.all()) {
      requested(subgraph).forEach(name -> request(subgraph, name, subgraphs));
    }
  }

  /// @param name in the supergraph, without `@`
  /// @param link the newest link to its spec
  /// @param originalName in its spec, without `@`
  /// @param localNames by subgraph, of those that compose it: what others apply stays theirs
  public record Composed(
      String name,
      String originalName,
      LinkedSpec link,
      DirectiveDeclaration declaration,
      Map<String, String> localNames) {
    Optional<String> localName(String subgraph) {
      return Optional.ofNullable(localNames.get(subgraph));
    }
  }

  /// The names, with `@`, that the subgraph asks for.
  public static List<String> requested(SubgraphSchema subgraph) {
    return subgraph
        .schemaDirectives()
        .all(FederationDirective.COMPOSE_DIRECTIVE)
        .flatMap(it -> it.string("name").stream())
        .toList();
  }

  /// The link that brings the directive of that local name, without `@`.
  public static Optional<LinkedSpec> linkOf(SubgraphSchema subgraph, String local) {
    return subgraph.links().stream()
        .filter(link -> originalName(link, local).isPresent())
        .findFirst();
  }

  /// The name in the spec of what the subgraph calls `local`, when the link brings it.
  public static Optional<String> originalName(LinkedSpec link, String local) {
    for (var entry : link.imports().entrySet()) {
      if (entry.getValue().equals("@" + local)) {
        return Optional.of(entry.getKey().substring(1));
      }
    }
    if (link.namespace().isEmpty()) {
      return Optional.empty();
    }
    if (local.equals(link.namespace())) {
      return Optional.of(link.name());
    }
    return local.startsWith(link.namespace() + "__")
        ? Optional.of(local.substring(link.namespace().length() + 2))
        : Optional.empty();
  }

  Collection<Composed> all() {
    return byIdentity.values();
  }

  private void request(SubgraphSchema subgraph, String requested, Subgraphs subgraphs) {
    if (!requested.startsWith("@")) {
      return;
    }
    var local = requested.substring(1);
    var declaration = subgraph.directives().get(local);
    var link = linkOf(subgraph, local);
    if (declaration == null || link.isEmpty()) {
      return;
    }
    var original = originalName(link.get(), local).orElse(local);
    var identity = link.get().identity() + "#" + original;
    var known = byIdentity.get(identity);
    if (known != null && known.link().minor() >= link.get().minor()) {
      return;
    }
    byIdentity.put(
        identity,
        new Composed(
            local, original, link.get(), declaration, localNames(link.get(), original, subgraphs)));
  }

  private static Map<String, String> localNames(
      LinkedSpec spec, String original, Subgraphs subgraphs) {
    var names = new LinkedHashMap<String, String>();
    for (var subgraph : subgraphs.all()) {
      subgraph.links().stream()
          .filter(link -> link.identity().equals(spec.identity()))
          .map(link -> link.localName(original))
          .filter(local -> requested(subgraph).contains("@" + local))
          .findFirst()
          .ifPresent(local -> names.put(subgraph.name(), local));
    }
    return names;
  }

  /// The specs of the directives, each once, in its newest version.
  List<LinkedSpec> links() {
    var links = new LinkedHashMap<String, LinkedSpec>();
    for (var composed : new ArrayList<>(byIdentity.values())) {
      links.merge(
          composed.link().identity(), composed.link(), (a, b) -> a.minor() >= b.minor() ? a : b);
    }
    return List.copyOf(links.values());
  }
}
