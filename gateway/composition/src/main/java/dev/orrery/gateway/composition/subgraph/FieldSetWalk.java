package dev.orrery.gateway.composition.subgraph;

import dev.orrery.gateway.composition.sdl.FieldSet;
import dev.orrery.gateway.composition.sdl.FieldSet.FieldSelection;
import dev.orrery.gateway.composition.sdl.FieldSet.FragmentSelection;

/// Walks a field set over the types of a subgraph, parents before children.
public final class FieldSetWalk {
  private final SubgraphSchema subgraph;
  private final Visitor visitor;

  private FieldSetWalk(SubgraphSchema subgraph, Visitor visitor) {
    this.subgraph = subgraph;
    this.visitor = visitor;
  }

  /// What is told of each selection; nothing below an unknown one is.
  public interface Visitor {
    void field(SubgraphType parent, SubgraphField field, FieldSelection selection);

    default void fragment(SubgraphType parent, FragmentSelection selection) {}

    /// `parent` has no such field, or the condition no such type.
    default void unknown(SubgraphType parent, FieldSet.Selection selection) {}
  }

  public static void walk(SubgraphSchema subgraph, String parent, FieldSet set, Visitor visitor) {
    var type = subgraph.types().get(parent);
    if (type != null) {
      new FieldSetWalk(subgraph, visitor).set(type, set);
    }
  }

  private void set(SubgraphType parent, FieldSet set) {
    for (var selection : set.selections()) {
      switch (selection) {
        case FieldSelection field -> field(parent, field);
        case FragmentSelection fragment -> {
          var condition = fragment.typeCondition();
          var narrowed = condition == null ? parent : subgraph.types().get(condition);
          if (narrowed == null) {
            visitor.unknown(parent, fragment);
          } else {
            visitor.fragment(parent, fragment);
            set(narrowed, fragment.selections());
          }
        }
      }
    }
  }

  private void field(SubgraphType parent, FieldSelection selection) {
    if (selection.name().equals("__typename")) {
      return;
    }
    var field = parent.fields().get(selection.name());
    if (field == null) {
      visitor.unknown(parent, selection);
      return;
    }
    visitor.field(parent, field, selection);
    var type = subgraph.types().get(field.type().baseName());
    if (type != null) {
      set(type, selection.selections());
    }
  }
}
