package dev.orrery.gateway.composition.validate.subgraph;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;

/// A subgraph's name must not be empty, `_` or begin with `__`, which would clash in `join__Graph`.
final class SubgraphNameIsUsable implements SubgraphRule {
  @Override
  public void check(SubgraphSchema subgraph, SubgraphReport report) {
    var name = subgraph.name();
    if (name.isBlank() || name.equals("_") || name.startsWith("__")) {
      report.error(
          ErrorCode.INVALID_SUBGRAPH_NAME,
          name,
          subgraph.place(),
          "Invalid name \"%s\" for a subgraph: this name is reserved".formatted(name));
    }
  }
}
