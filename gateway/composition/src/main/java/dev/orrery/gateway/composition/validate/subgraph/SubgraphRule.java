package dev.orrery.gateway.composition.validate.subgraph;

import dev.orrery.gateway.composition.subgraph.SubgraphSchema;

/// Something that must hold in each subgraph by itself.
interface SubgraphRule {
  void check(SubgraphSchema subgraph, SubgraphReport report);
}
