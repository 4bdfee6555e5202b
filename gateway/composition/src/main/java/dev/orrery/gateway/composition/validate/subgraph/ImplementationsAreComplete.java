package dev.orrery.gateway.composition.validate.subgraph;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings.Place;
import dev.orrery.gateway.composition.merge.MergeTypeReferences;
import dev.orrery.gateway.composition.merge.Subgraphs;
import dev.orrery.gateway.composition.subgraph.Kind;
import dev.orrery.gateway.composition.subgraph.SubgraphField;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;
import dev.orrery.gateway.composition.subgraph.SubgraphType;
import java.util.List;

/// A type has the fields of the interfaces that it implements, of the same or narrower types, and
/// names the interfaces that those implement.
///
/// Specification: GraphQL, section "Objects: Type Validation". `IsValidImplementation`.
final class ImplementationsAreComplete implements SubgraphRule {
  @Override
  public void check(SubgraphSchema subgraph, SubgraphReport report) {
    var references = new MergeTypeReferences(new Subgraphs(List.of(subgraph)));
    for (var type : subgraph.types().values()) {
      for (var name : type.interfaces()) {
        var implemented = subgraph.types().get(name);
        if (implemented == null || implemented.kind() != Kind.INTERFACE) {
          continue;
        }
        for (var inherited : implemented.interfaces()) {
          if (!type.interfaces().contains(inherited)) {
            invalid(
                type,
                type.place(),
                "Type \"%s\" must implement \"%s\" because \"%s\" does"
                    .formatted(type.name(), inherited, name),
                report);
          }
        }
        implemented
            .fields()
            .values()
            .forEach(it -> check(type, implemented, it, references, report));
      }
    }
  }

  private static void check(
      SubgraphType type,
      SubgraphType implemented,
      SubgraphField expected,
      MergeTypeReferences references,
      SubgraphReport report) {
    var field = type.fields().get(expected.name());
    if (field == null) {
      invalid(
          type,
          type.place(),
          "Interface field \"%s.%s\" expected but \"%s\" does not provide it"
              .formatted(implemented.name(), expected.name(), type.name()),
          report);
      return;
    }
    if (!references.isSubtype(field.type(), expected.type())) {
      invalid(
          type,
          field.place(),
          "Interface field \"%s.%s\" expects type %s but \"%s.%s\" is of type %s"
              .formatted(
                  implemented.name(),
                  expected.name(),
                  expected.type(),
                  type.name(),
                  field.name(),
                  field.type()),
          report);
    }
    for (var argument : expected.arguments().values()) {
      var own = field.arguments().get(argument.name());
      if (own == null || !own.type().equals(argument.type())) {
        invalid(
            type,
            field.place(),
            "Interface field argument \"%s.%s(%s:)\" of type %s expected but \"%s.%s\" does not provide it"
                .formatted(
                    implemented.name(),
                    expected.name(),
                    argument.name(),
                    argument.type(),
                    type.name(),
                    field.name()),
            report);
      }
    }
    for (var argument : field.arguments().values()) {
      if (argument.required() && !expected.arguments().containsKey(argument.name())) {
        invalid(
            type,
            field.place(),
            "Field \"%s.%s\" has required argument \"%s\" that its interface \"%s\" does not have"
                .formatted(type.name(), field.name(), argument.name(), implemented.name()),
            report);
      }
    }
  }

  private static void invalid(
      SubgraphType type, Place place, String message, SubgraphReport report) {
    report.error(ErrorCode.INVALID_GRAPHQL, type.name(), place, message);
  }
}
