package dev.orrery.gateway.composition.validate.subgraph;

import dev.orrery.gateway.composition.sdl.FieldSet;
import dev.orrery.gateway.composition.sdl.FieldSet.FieldSelection;
import dev.orrery.gateway.composition.sdl.FieldSet.FragmentSelection;
import dev.orrery.gateway.composition.subgraph.Kind;
import dev.orrery.gateway.composition.subgraph.SubgraphField;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;
import dev.orrery.gateway.composition.subgraph.SubgraphType;
import java.util.ArrayList;
import java.util.List;

/// Whether the leaves of a `@requires` or `@provides` are external, by themselves or through a
/// field above them.
final class Externals {
  private final SubgraphSchema subgraph;

  Externals(SubgraphSchema subgraph) {
    this.subgraph = subgraph;
  }

  /// The coordinates of the leaves that this subgraph resolves by itself.
  List<String> notExternal(String parent, FieldSet set) {
    var found = new ArrayList<String>();
    collect(parent, set, false, found);
    return found;
  }

  private void collect(String parent, FieldSet set, boolean belowExternal, List<String> found) {
    var type = subgraph.types().get(parent);
    if (type == null) {
      return;
    }
    for (var selection : set.selections()) {
      switch (selection) {
        case FieldSelection leaf -> {
          var field = type.fields().get(leaf.name());
          if (field == null) {
            continue;
          }
          var external = belowExternal || isExternal(type, field);
          if (!leaf.selections().isEmpty()) {
            collect(field.type().baseName(), leaf.selections(), external, found);
          } else if (!external) {
            found.add(type.name() + "." + field.name());
          }
        }
        case FragmentSelection fragment -> {
          var condition = fragment.typeCondition();
          collect(
              condition == null ? parent : condition, fragment.selections(), belowExternal, found);
        }
      }
    }
  }

  private boolean isExternal(SubgraphType type, SubgraphField field) {
    if (type.kind() != Kind.INTERFACE) {
      return field.external();
    }
    return subgraph
        .implementers(type.name())
        .map(it -> it.fields().get(field.name()))
        .anyMatch(it -> it != null && it.external());
  }
}
