package dev.orrery.gateway.composition.subgraph;

import dev.orrery.gateway.composition.sdl.AppliedDirective;
import dev.orrery.gateway.composition.sdl.FieldSet;
import dev.orrery.gateway.composition.sdl.FieldSet.FieldSelection;
import dev.orrery.gateway.composition.sdl.FieldSet.FragmentSelection;
import dev.orrery.gateway.composition.sdl.Literal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Rewrites a subgraph of federation 1 as one of federation 2 that means the same: what version 1
/// tolerated without effect (externals that nothing uses, federation directives on interfaces,
/// selections of fields that are not external) is gone.
///
/// Specification: Federation, "Moving to Federation 2", section "Backward compatibility".
final class Version1Upgrade {
  private static final List<FederationDirective> NOT_ON_INTERFACES =
      List.of(
          FederationDirective.KEY,
          FederationDirective.EXTERNAL,
          FederationDirective.REQUIRES,
          FederationDirective.PROVIDES);

  private SubgraphSchema subgraph;

  private Version1Upgrade(SubgraphSchema subgraph) {
    this.subgraph = subgraph;
  }

  static SubgraphSchema upgrade(SubgraphSchema subgraph) {
    var upgrade = new Version1Upgrade(subgraph);
    upgrade.cleanInterfaces();
    upgrade.subgraph = FieldFacts.settle(upgrade.subgraph);
    upgrade.cleanSelections();
    upgrade.subgraph = FieldFacts.settle(upgrade.subgraph);
    upgrade.dropUnusedExternals();
    return upgrade.subgraph;
  }

  private void cleanInterfaces() {
    var types = new LinkedHashMap<String, SubgraphType>();
    for (var type : subgraph.types().values()) {
      var cleaned = type;
      if (type.kind() == Kind.INTERFACE) {
        var fields = new LinkedHashMap<String, SubgraphField>();
        type.fields()
            .forEach((name, field) -> fields.put(name, field.with(stripped(field.directives()))));
        cleaned = type.withFields(fields).withDirectives(stripped(type.directives()));
      }
      types.put(
          type.name(),
          cleaned.withDirectives(cleaned.directives().without(FederationDirective.EXTERNAL)));
    }
    subgraph = subgraph.withTypes(types);
  }

  private static Directives stripped(Directives directives) {
    var stripped = directives;
    for (var directive : NOT_ON_INTERFACES) {
      stripped = stripped.without(directive);
    }
    return stripped;
  }

  private void cleanSelections() {
    mapFields((type, field) -> {
      var directives = onlyExternals(field.directives(), FederationDirective.REQUIRES, type.name());
      return field.with(
          onlyExternals(directives, FederationDirective.PROVIDES, field.type().baseName()));
    });
  }

  private Directives onlyExternals(
      Directives directives, FederationDirective directive, String parent) {
    var applied = directives.first(directive);
    var set = applied.map(SubgraphType::fieldSet);
    if (set.isEmpty()) {
      return directives;
    }
    var kept = externals(parent, set.get(), false);
    if (kept.equals(set.get())) {
      return directives;
    }
    var without = directives.without(directive);
    return kept.isEmpty()
        ? without
        : without.with(
            new AppliedDirective(
                directive.directiveName(), Map.of("fields", Literal.string(kept.toString()))));
  }

  private FieldSet externals(String parent, FieldSet set, boolean belowExternal) {
    var type = subgraph.types().get(parent);
    if (type == null) {
      return set;
    }
    var kept = new ArrayList<FieldSet.Selection>();
    for (var selection : set.selections()) {
      switch (selection) {
        case FieldSelection leaf -> {
          var field = type.fields().get(leaf.name());
          if (field == null) {
            kept.add(leaf);
            continue;
          }
          var external = belowExternal || externalSomewhere(type, field);
          var below = externals(field.type().baseName(), leaf.selections(), external);
          if (leaf.selections().isEmpty() ? external : !below.isEmpty()) {
            kept.add(
                new FieldSelection(
                    leaf.alias(), leaf.name(), leaf.arguments(), leaf.directives(), below));
          }
        }
        case FragmentSelection fragment -> {
          var condition = fragment.typeCondition();
          var below =
              externals(
                  condition == null ? parent : condition, fragment.selections(), belowExternal);
          if (!below.isEmpty()) {
            kept.add(new FragmentSelection(condition, fragment.directives(), below));
          }
        }
      }
    }
    return new FieldSet(kept);
  }

  private boolean externalSomewhere(SubgraphType type, SubgraphField field) {
    return field.has(FederationDirective.EXTERNAL)
        || (type.kind() == Kind.INTERFACE
            && subgraph
                .implementers(type.name())
                .map(it -> it.fields().get(field.name()))
                .anyMatch(it -> it != null && it.has(FederationDirective.EXTERNAL)));
  }

  private void dropUnusedExternals() {
    var types = new LinkedHashMap<String, SubgraphType>();
    var emptied = new LinkedHashSet<String>();
    for (var type : subgraph.types().values()) {
      var fields = new LinkedHashMap<>(type.fields());
      fields.values().removeIf(field -> field.external() && !field.facts().used());
      if (fields.isEmpty() && !type.fields().isEmpty()) {
        emptied.add(type.name());
      } else {
        types.put(type.name(), type.withFields(fields));
      }
    }
    if (!isReferred(types, emptied)) {
      subgraph = subgraph.withTypes(types);
    }
  }

  /// A type that would be emptied and is still referred to is left whole, for a rule to report.
  private static boolean isReferred(Map<String, SubgraphType> types, Set<String> emptied) {
    return types.values().stream()
        .flatMap(type -> type.fields().values().stream())
        .anyMatch(field -> emptied.contains(field.type().baseName()));
  }

  private interface FieldChange {
    SubgraphField apply(SubgraphType type, SubgraphField field);
  }

  private void mapFields(FieldChange change) {
    var types = new LinkedHashMap<String, SubgraphType>();
    for (var type : subgraph.types().values()) {
      var fields = new LinkedHashMap<String, SubgraphField>();
      type.fields().forEach((name, field) -> fields.put(name, change.apply(type, field)));
      types.put(type.name(), type.withFields(fields));
    }
    subgraph = subgraph.withTypes(types);
  }
}
