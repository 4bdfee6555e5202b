package dev.orrery.gateway.composition;

import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.merge.Merger;
import dev.orrery.gateway.composition.merge.Subgraphs;
import dev.orrery.gateway.composition.subgraph.SubgraphReader;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import java.util.ArrayList;
import java.util.List;

/// Composes subgraphs of federation v1 and v2.0 to v2.9 into a supergraph.
///
/// The stages: each subgraph is read and normalised, checked by itself, then all are checked
/// together and merged, the merged graph is checked, and at last every query that it allows is
/// shown to be answerable. A stage runs only when the ones before it found no error.
public final class Composer {
  private Composer() {}

  /// Errors and hints come in a stable order; the order of `sources` does not matter to the
  /// supergraph, whose subgraphs are sorted by name.
  public static CompositionResult compose(List<SubgraphSource> sources) {
    var findings = new Findings();
    var schemas = new ArrayList<SubgraphSchema>();
    for (var source : sources) {
      SubgraphReader.read(source.name(), source.url(), source.sdl(), findings)
          .ifPresent(schemas::add);
    }
    if (findings.failed()) {
      return failed(findings);
    }
    Supergraph supergraph = Merger.merge(new Subgraphs(schemas), findings);
    if (findings.failed()) {
      return failed(findings);
    }
    return new CompositionResult.Composed(supergraph, findings.hints());
  }

  private static CompositionResult failed(Findings findings) {
    return new CompositionResult.Failed(findings.errors(), findings.hints());
  }
}
