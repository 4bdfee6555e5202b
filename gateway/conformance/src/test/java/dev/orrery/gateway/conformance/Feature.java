package dev.orrery.gateway.conformance;

import dev.orrery.gateway.composition.Composer;
import dev.orrery.gateway.composition.CompositionResult;
import dev.orrery.gateway.composition.SubgraphSource;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// A folder of cases about one thing: their subgraphs, their data, and what clients see of them.
///
/// @param folder where the files are
/// @param subgraphs the SDLs by name
/// @param cases by name
record Feature(Path folder, Map<String, String> subgraphs, List<Case> cases) {
  /// The feature in `folder`.
  static Feature read(Path folder) {
    Map<String, String> sdls = new TreeMap<>();
    for (Path file : children(folder.resolve("subgraphs"))) {
      sdls.put(file.getFileName().toString().replace(".graphql", ""), Json.text(file));
    }
    List<Case> cases =
        children(folder).stream()
            .filter(f -> Files.exists(f.resolve("operation.graphql")))
            .map(Case::read)
            .toList();
    return new Feature(folder, sdls, cases);
  }

  static List<Path> children(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return folder.getFileName().toString();
  }

  Map<String, ?> data() {
    return Json.object(folder.resolve("data.json"));
  }

  /// Holds the schema that clients see, reviewed.
  Path apiFile() {
    return folder.resolve("api.graphql");
  }

  /// @param url the address of a subgraph, by name
  Supergraph compose(UnaryOperator<String> url) {
    List<SubgraphSource> sources =
        subgraphs.entrySet().stream()
            .map(e -> new SubgraphSource(e.getKey(), url.apply(e.getKey()), e.getValue()))
            .toList();
    return switch (Composer.compose(sources)) {
      case CompositionResult.Composed(var supergraph, var _) -> supergraph;
      case CompositionResult.Failed(var errors, var _) ->
          throw new AssertionError(name() + " does not compose: " + errors);
    };
  }
}
