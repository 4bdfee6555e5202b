package dev.orrery.gateway.composition.validate.subgraph;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.sdl.FieldSet;
import dev.orrery.gateway.composition.subgraph.FederationDirective;
import dev.orrery.gateway.composition.subgraph.Kind;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;
import dev.orrery.gateway.composition.subgraph.SubgraphType;
import java.util.Set;

/// An interface may have keys since v2.3, and then each of its implementations has them too,
/// resolvable where the interface's are: `_entities` of the interface answers with them.
///
/// Specification: Federation, "Entity interfaces".
final class KeysOnInterfaces implements SubgraphRule {
  private static final int SINCE = 3;

  @Override
  public void check(SubgraphSchema subgraph, SubgraphReport report) {
    subgraph.types(Kind.INTERFACE).forEach(type -> check(subgraph, type, report));
  }

  private static void check(SubgraphSchema subgraph, SubgraphType type, SubgraphReport report) {
    if (!type.has(FederationDirective.KEY)) {
      return;
    }
    if (subgraph.minor() < SINCE) {
      report.error(
          ErrorCode.KEY_UNSUPPORTED_ON_INTERFACE,
          type.name(),
          type.place(),
          "Cannot use @key on interface \"%s\": @key is not yet supported on interfaces"
              .formatted(type.name()));
      return;
    }
    for (var key : type.keys()) {
      subgraph
          .implementers(type.name())
          .filter(it -> it.kind() == Kind.OBJECT)
          .forEach(it -> check(type, key, it, report));
    }
  }

  private static void check(
      SubgraphType type, SubgraphType.Key key, SubgraphType implementation, SubgraphReport report) {
    var same =
        implementation.keys().stream().filter(it -> sameFields(it.fields(), key.fields())).toList();
    if (same.isEmpty()) {
      report.error(
          ErrorCode.INTERFACE_KEY_NOT_ON_IMPLEMENTATION,
          implementation.name(),
          implementation.place(),
          "Key @key(fields: \"%s\") on interface type \"%s\" is missing on implementation type \"%s\"."
              .formatted(key.fields(), type.name(), implementation.name()));
    } else if (key.resolvable() && same.stream().noneMatch(SubgraphType.Key::resolvable)) {
      report.error(
          ErrorCode.INTERFACE_KEY_NOT_ON_IMPLEMENTATION,
          implementation.name(),
          implementation.place(),
          "Key @key(fields: \"%s\") on interface type \"%s\" should be resolvable on all implementation types, but is declared with argument \"@key(resolvable:)\" set to false in type \"%s\"."
              .formatted(key.fields(), type.name(), implementation.name()));
    }
  }

  private static boolean sameFields(FieldSet a, FieldSet b) {
    return Set.copyOf(a.selections()).equals(Set.copyOf(b.selections()));
  }
}
