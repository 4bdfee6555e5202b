package dev.orrery.gateway.composition.validate.subgraph;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.subgraph.Kind;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;
import dev.orrery.gateway.composition.subgraph.SubgraphType;

/// An external field exists for a key, a requirement, a provision, a context or an interface.
///
/// Specification: Federation, "Directives reference", `@external`.
final class ExternalsAreUsed implements SubgraphRule {
  @Override
  public void check(SubgraphSchema subgraph, SubgraphReport report) {
    for (var type : subgraph.types().values()) {
      if (type.kind() != Kind.OBJECT || type.isInterfaceObject() && type.fields().isEmpty()) {
        continue;
      }
      if (subgraph.isVersion1()) {
        onlyUnused(type, report);
        continue;
      }
      for (var field : type.fields().values()) {
        if (field.external() && !field.facts().used()) {
          report.error(
              ErrorCode.EXTERNAL_UNUSED,
              type.name() + "." + field.name(),
              field.place(),
              "Field \"%s.%s\" is marked @external but is not used in any federation directive (@key, @provides, @requires) or to satisfy an interface; the field declaration has no use and should be removed (or the field should not be @external)."
                  .formatted(type.name(), field.name()));
        }
      }
    }
  }

  /// Version 1 drops unused externals, but cannot drop a whole type that is referred to.
  private static void onlyUnused(SubgraphType type, SubgraphReport report) {
    var empty =
        !type.fields().isEmpty()
            && type.fields().values().stream()
                .allMatch(field -> field.external() && !field.facts().used());
    if (empty) {
      report.error(
          ErrorCode.TYPE_WITH_ONLY_UNUSED_EXTERNAL,
          type.name(),
          type.place(),
          "Type \"%s\" contains only external fields that are not used; it is effectively empty and has no use"
              .formatted(type.name()));
    }
  }
}
