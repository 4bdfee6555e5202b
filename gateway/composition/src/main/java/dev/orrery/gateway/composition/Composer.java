package dev.orrery.gateway.composition;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.merge.Merger;
import dev.orrery.gateway.composition.merge.Subgraphs;
import dev.orrery.gateway.composition.satisfiability.Satisfiability;
import dev.orrery.gateway.composition.subgraph.SubgraphReader;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;
import dev.orrery.gateway.composition.validate.across.AcrossRules;
import dev.orrery.gateway.composition.validate.merged.MergedRules;
import dev.orrery.gateway.composition.validate.subgraph.SubgraphRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
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
    for (var source : sorted(sources)) {
      SubgraphReader.read(source.name(), source.url(), source.sdl(), findings)
          .ifPresent(schemas::add);
    }
    refuseRepeatedNames(sources, findings);
    if (findings.failed()) {
      return failed(findings);
    }
    schemas.forEach(schema -> SubgraphRules.check(schema, findings));
    if (findings.failed()) {
      return failed(findings);
    }
    var subgraphs = new Subgraphs(schemas);
    AcrossRules.check(subgraphs, findings);
    if (findings.failed()) {
      return failed(findings);
    }
    var supergraph = Merger.merge(subgraphs, findings);
    MergedRules.check(supergraph, subgraphs, findings);
    if (findings.failed()) {
      return failed(findings);
    }
    Satisfiability.check(
        supergraph,
        coordinate -> {
          var dot = coordinate.indexOf('.');
          return Subgraphs.fieldPlaces(
              subgraphs.field(coordinate.substring(0, dot), coordinate.substring(dot + 1)));
        },
        findings);
    if (findings.failed()) {
      return failed(findings);
    }
    return new CompositionResult.Composed(supergraph, findings.hints());
  }

  private static List<SubgraphSource> sorted(List<SubgraphSource> sources) {
    return sources.stream().sorted(Comparator.comparing(SubgraphSource::name)).toList();
  }

  private static void refuseRepeatedNames(List<SubgraphSource> sources, Findings findings) {
    var seen = new HashSet<String>();
    for (var source : sources) {
      if (!seen.add(source.name())) {
        findings.error(
            ErrorCode.INVALID_SUBGRAPH_NAME,
            "There is more than one subgraph named \"%s\"".formatted(source.name()),
            source.name(),
            List.of(Findings.Place.in(source.name())));
      }
    }
  }

  private static CompositionResult failed(Findings findings) {
    return new CompositionResult.Failed(findings.errors(), findings.hints());
  }
}
