package dev.orrery.gateway.composition.validate.subgraph;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings.Place;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;

/// Names that begin with `__` belong to introspection.
///
/// Specification: GraphQL, section "Reserved Names".
final class NamesAreNotReserved implements SubgraphRule {
  @Override
  public void check(SubgraphSchema subgraph, SubgraphReport report) {
    for (var type : subgraph.types().values()) {
      check(type.name(), type.name(), type.place(), report);
      type.fields()
          .values()
          .forEach(it -> check(it.name(), type.name() + "." + it.name(), it.place(), report));
      type.inputs()
          .values()
          .forEach(it -> check(it.name(), type.name() + "." + it.name(), it.place(), report));
      type.values()
          .values()
          .forEach(it -> check(it.name(), type.name() + "." + it.name(), it.place(), report));
    }
  }

  private static void check(String name, String coordinate, Place place, SubgraphReport report) {
    if (name.startsWith("__")) {
      report.error(
          ErrorCode.INVALID_GRAPHQL,
          coordinate,
          place,
          "Name \"%s\" must not begin with \"__\", which is reserved by GraphQL introspection"
              .formatted(name));
    }
  }
}
