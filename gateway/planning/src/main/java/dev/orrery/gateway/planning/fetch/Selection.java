package dev.orrery.gateway.planning.fetch;

import dev.orrery.gateway.planning.graph.FieldEdge;
import dev.orrery.gateway.planning.path.Position;
import dev.orrery.gateway.planning.path.Slot;
import dev.orrery.gateway.planning.plan.Condition;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a fetch asks of the objects at a position.
final class Selection {
  private final Position at;
  private final String type;
  private final boolean typeIsKnown;
  private final Map<Slot, Chosen> fields = new LinkedHashMap<>();
  private boolean typename;

  /// @param type by the subgraph's schema
  /// @param typeIsKnown the objects' type is in the data already, or has only one possibility
  Selection(Position at, String type, boolean typeIsKnown) {
    this.at = at;
    this.type = type;
    this.typeIsKnown = typeIsKnown;
  }

  /// A field of a selection.
  static final class Chosen {
    private final Slot slot;
    private final FieldEdge edge;
    private final @Nullable Selection below;
    private Condition condition = Condition.NEVER;

    private Chosen(Slot slot, FieldEdge edge) {
      this.slot = slot;
      this.edge = edge;
      this.below = slot.child() == null ? null : new Selection(slot.child(), edge.target(), false);
    }

    Slot slot() {
      return slot;
    }

    FieldEdge edge() {
      return edge;
    }

    @Nullable Selection below() {
      return below;
    }

    Condition condition() {
      return condition;
    }

    void alsoWhen(Condition other) {
      condition = condition.or(other);
    }
  }

  Position at() {
    return at;
  }

  String type() {
    return type;
  }

  Collection<Chosen> fields() {
    return fields.values();
  }

  boolean typeIsKnown() {
    return typeIsKnown;
  }

  boolean asksTypename() {
    return typename;
  }

  void askTypename() {
    typename = true;
  }

  Chosen add(Slot slot, FieldEdge edge, Condition condition) {
    var chosen = fields.computeIfAbsent(slot, _ -> new Chosen(slot, edge));
    chosen.alsoWhen(condition);
    return chosen;
  }

  /// Brings the fields at the top into the order of their slots.
  void sort() {
    var all = List.copyOf(fields.values());
    fields.clear();
    for (var slot : at.slots()) {
      all.stream().filter(field -> field.slot == slot).forEach(field -> fields.put(slot, field));
    }
  }

  @Nullable Chosen get(Slot slot) {
    return fields.get(slot);
  }

  void addAll(Selection other) {
    typename |= other.typename;
    for (var theirs : other.fields.values()) {
      var mine = add(theirs.slot, theirs.edge, theirs.condition);
      if (mine.below != null && theirs.below != null) {
        mine.below.addAll(theirs.below);
      }
    }
  }

  /// The conditions of the fields at the top, put together.
  Condition condition() {
    if (fields.isEmpty() || typename) {
      return Condition.ALWAYS;
    }
    var all = Condition.NEVER;
    for (var field : fields.values()) {
      all = all.or(field.condition);
    }
    return all;
  }
}
