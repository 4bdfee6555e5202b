package dev.orrery.gateway.server.graph;

import dev.orrery.gateway.composition.Composer;
import dev.orrery.gateway.composition.CompositionResult;
import dev.orrery.gateway.composition.SubgraphSource;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import dev.orrery.gateway.server.node.NodeSubgraph;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Composes at start-up and on changes.
final class Composition {
  private Composition() {}

  /// Composes the subgraphs, and the one for `node(id:)` when their types carry prefixes.
  static Supergraph of(List<SubgraphSource> subgraphs) {
    List<SubgraphSource> all = new ArrayList<>(subgraphs);
    boolean has = subgraphs.stream().anyMatch(s -> s.name().equals(NodeSubgraph.NAME));
    if (!has) {
      NodeSubgraph.sdl(subgraphs.stream().map(SubgraphSource::sdl).toList())
          .ifPresent(sdl -> all.add(new SubgraphSource(NodeSubgraph.NAME, NodeSubgraph.URL, sdl)));
    }
    return switch (Composer.compose(all)) {
      case CompositionResult.Composed(var supergraph, var _) -> supergraph;
      case CompositionResult.Failed(var errors, var _) ->
          throw new UnusableGraph(
              errors.stream()
                  .map(error -> "%s (%s)".formatted(error, String.join(", ", error.subgraphs())))
                  .collect(Collectors.joining("\n", "the subgraphs do not compose:\n", "")));
    };
  }
}
