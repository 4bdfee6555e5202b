package dev.orrery.gateway.composition.validate.across;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.merge.Subgraphs;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;

/// A graph without queries serves nobody.
final class SomeQueryExists implements AcrossRule {
  @Override
  public void check(Subgraphs subgraphs, Findings findings) {
    if (subgraphs.type("Query").isEmpty()) {
      findings.error(
          ErrorCode.NO_QUERIES,
          "No queries found in any subgraph: a supergraph must have a query root type.",
          "Query",
          subgraphs.all().stream().map(SubgraphSchema::place).toList());
    }
  }
}
