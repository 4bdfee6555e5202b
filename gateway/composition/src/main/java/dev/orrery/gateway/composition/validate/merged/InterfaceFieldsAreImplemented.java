package dev.orrery.gateway.composition.validate.merged;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.supergraph.CompositeType;
import dev.orrery.gateway.composition.supergraph.InterfaceType;
import java.util.stream.Collectors;

/// Once merged, an interface has the fields of all subgraphs, and so must its implementations.
///
/// Specification: GraphQL, section "Objects: Type Validation". `IsValidImplementation`.
final class InterfaceFieldsAreImplemented implements MergedRule {
  @Override
  public void check(Merged merged, Findings findings) {
    merged
        .composites()
        .forEach(type -> {
          for (var name : type.interfaces()) {
            if (merged.supergraph().types().get(name) instanceof InterfaceType implemented) {
              implemented.fields().keySet().stream()
                  .filter(field -> !type.fields().containsKey(field))
                  .forEach(field -> fail(merged, type, implemented, field, findings));
            }
          }
        });
  }

  private static void fail(
      Merged merged,
      CompositeType type,
      InterfaceType implemented,
      String field,
      Findings findings) {
    findings.error(
        ErrorCode.INTERFACE_FIELD_NO_IMPLEM,
        "Interface field \"%s.%s\" is declared in subgraphs %s but type \"%s\", which implements \"%s\", does not have field \"%s\"."
            .formatted(
                implemented.name(),
                field,
                implemented.field(field).stream()
                    .flatMap(it -> it.joins().stream())
                    .map(it -> "\"" + it.subgraph() + "\"")
                    .collect(Collectors.joining(", ")),
                type.name(),
                implemented.name(),
                field),
        type.name(),
        merged.typePlaces(type.name()));
  }
}
