package dev.orrery.gateway.composition.validate.across;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.merge.Subgraphs;
import dev.orrery.gateway.composition.subgraph.FieldCoordinate;
import dev.orrery.gateway.composition.subgraph.Kind;

/// A field that several subgraphs resolve is marked `@shareable` by each of them; fields of
/// subscriptions cannot be shared at all, for events would come twice.
///
/// Specification: Federation, "Directives reference", `@shareable`.
final class SharedFieldsAreShareable implements AcrossRule {
  @Override
  public void check(Subgraphs subgraphs, Findings findings) {
    var resolvers = new Resolvers(subgraphs);
    subgraphs.fields().forEach(coordinate -> check(subgraphs, resolvers, coordinate, findings));
  }

  private static void check(
      Subgraphs subgraphs, Resolvers resolvers, FieldCoordinate coordinate, Findings findings) {
    var isInterface =
        subgraphs.type(coordinate.type()).getFirst().element().mergedKind() == Kind.INTERFACE;
    var resolving =
        resolvers.of(coordinate).stream()
            .filter(it -> !isInterface || isInterfaceObject(subgraphs, coordinate, it))
            .toList();
    if (resolving.size() < 2) {
      return;
    }
    var places = resolving.stream().map(it -> it.declared().element().place()).toList();
    var names = resolving.stream().map(it -> it.declared().in()).toList();
    if (coordinate.type().equals("Subscription")) {
      findings.error(
          ErrorCode.INVALID_FIELD_SHARING,
          "Field \"%s\" is resolved from %s: fields on root level subscription object cannot be shared"
              .formatted(coordinate, Words.subgraphs(names)),
          coordinate.toString(),
          places,
          "Keep the field in one subgraph only.");
      return;
    }
    var owning = resolving.stream().filter(it -> !it.shareable()).toList();
    if (!owning.isEmpty()) {
      findings.error(
          ErrorCode.INVALID_FIELD_SHARING,
          "Non-shareable field \"%s\" is resolved from multiple subgraphs: it is resolved from subgraphs %s and defined as non-shareable in %s"
              .formatted(
                  coordinate,
                  Words.and(resolving.stream().map(it -> text(it, coordinate)).toList()),
                  owning.size() == resolving.size()
                      ? "all of them"
                      : Words.subgraphs(owning.stream().map(it -> it.declared().in()).toList())),
          coordinate.toString(),
          places);
    }
  }

  private static boolean isInterfaceObject(
      Subgraphs subgraphs, FieldCoordinate coordinate, Resolvers.Resolver resolver) {
    return subgraphs.type(coordinate.type()).stream()
        .anyMatch(
            it -> it.in().equals(resolver.declared().in()) && it.element().isInterfaceObject());
  }

  private static String text(Resolvers.Resolver resolver, FieldCoordinate coordinate) {
    var name = "\"" + resolver.declared().in() + "\"";
    return resolver.through() == null
        ? name
        : "%s (through @interfaceObject field \"%s.%s\")"
            .formatted(name, resolver.through(), coordinate.field());
  }
}
