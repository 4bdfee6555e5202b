package dev.orrery.gateway.composition.validate.subgraph;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings.Place;
import dev.orrery.gateway.composition.subgraph.Kind;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;
import java.util.Set;

/// Every type that is referred to is defined and of a kind that fits where it stands.
///
/// Specification: GraphQL, section "Type System: Schema".
final class TypesAreKnown implements SubgraphRule {
  private static final Set<String> BUILT_IN = Set.of("Int", "Float", "String", "Boolean", "ID");
  private static final Set<Kind> OUTPUT =
      Set.of(Kind.OBJECT, Kind.INTERFACE, Kind.UNION, Kind.ENUM, Kind.SCALAR);
  private static final Set<Kind> INPUT = Set.of(Kind.ENUM, Kind.INPUT, Kind.SCALAR);

  @Override
  public void check(SubgraphSchema subgraph, SubgraphReport report) {
    for (var type : subgraph.types().values()) {
      for (var field : type.fields().values()) {
        var coordinate = type.name() + "." + field.name();
        refer(subgraph, field.type().baseName(), OUTPUT, coordinate, field.place(), report);
        for (var argument : field.arguments().values()) {
          refer(
              subgraph,
              argument.type().baseName(),
              INPUT,
              "%s(%s:)".formatted(coordinate, argument.name()),
              argument.place(),
              report);
        }
      }
      for (var input : type.inputs().values()) {
        refer(
            subgraph,
            input.type().baseName(),
            INPUT,
            type.name() + "." + input.name(),
            input.place(),
            report);
      }
      for (var name : type.interfaces()) {
        refer(subgraph, name, Set.of(Kind.INTERFACE), type.name(), type.place(), report);
      }
      for (var name : type.members()) {
        refer(subgraph, name, Set.of(Kind.OBJECT), type.name(), type.place(), report);
      }
    }
  }

  private static void refer(
      SubgraphSchema subgraph,
      String name,
      Set<Kind> kinds,
      String coordinate,
      Place place,
      SubgraphReport report) {
    if (BUILT_IN.contains(name) && kinds.contains(Kind.SCALAR)) {
      return;
    }
    var type = subgraph.types().get(name);
    if (type == null) {
      report.error(
          ErrorCode.INVALID_GRAPHQL,
          coordinate,
          place,
          "Unknown type \"%s\" at \"%s\"".formatted(name, coordinate),
          "Define the type in this subgraph: types are not shared by name alone.");
    } else if (!kinds.contains(type.kind())) {
      report.error(
          ErrorCode.INVALID_GRAPHQL,
          coordinate,
          place,
          "\"%s\" cannot refer to \"%s\", which is an %s"
              .formatted(coordinate, name, type.kind().word()));
    }
  }
}
