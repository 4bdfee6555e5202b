package dev.orrery.gateway.composition.validate.subgraph;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.findings.Findings.Place;
import dev.orrery.gateway.composition.findings.HintCode;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;
import java.util.List;

/// Reports what is wrong in one subgraph, with its name in front.
final class SubgraphReport {
  private final SubgraphSchema subgraph;
  private final Findings findings;

  SubgraphReport(SubgraphSchema subgraph, Findings findings) {
    this.subgraph = subgraph;
    this.findings = findings;
  }

  void error(ErrorCode code, String coordinate, Place place, String message) {
    findings.error(code, "[%s] %s".formatted(subgraph.name(), message), coordinate, List.of(place));
  }

  void hint(HintCode code, String coordinate, Place place, String message) {
    findings.hint(code, "[%s] %s".formatted(subgraph.name(), message), coordinate, List.of(place));
  }

  void error(ErrorCode code, String coordinate, Place place, String message, String help) {
    findings.error(
        code, "[%s] %s".formatted(subgraph.name(), message), coordinate, List.of(place), help);
  }
}
