package dev.orrery.gateway.planning.path;

import dev.orrery.gateway.planning.plan.Condition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A place in the data tree where objects lie.
public final class Position {
  private final @Nullable Slot parent;
  private final String type;
  private final List<Slot> slots = new ArrayList<>();

  Position(@Nullable Slot parent, String type) {
    this.parent = parent;
    this.type = type;
  }

  /// Null at the root.
  public @Nullable Slot parent() {
    return parent;
  }

  /// The declared type.
  public String type() {
    return type;
  }

  public List<Slot> slots() {
    return slots;
  }

  /// A new slot for the client.
  Slot add(
      String field,
      String arguments,
      List<String> variables,
      String parentType,
      String responseKey,
      Condition condition,
      @Nullable String childType) {
    var slot =
        new Slot(this, field, arguments, variables, parentType, responseKey, condition, childType);
    slots.add(slot);
    return slot;
  }

  /// The slots that hold the field for objects of the type, the widest first; a new one when there
  /// is none for the type.
  List<Slot> holding(String view, String field, String arguments, @Nullable String childType) {
    var wide = find(type, field, arguments);
    var narrow = view.equals(type) ? null : find(view, field, arguments);
    if (narrow == null && !(view.equals(type) && wide != null)) {
      narrow = new Slot(this, field, arguments, List.of(), view, null, Condition.ALWAYS, childType);
      slots.add(narrow);
    }
    var found = new ArrayList<Slot>();
    if (wide != null) {
      found.add(wide);
    }
    if (narrow != null) {
      found.add(narrow);
    }
    return found;
  }

  private @Nullable Slot find(String parentType, String field, String arguments) {
    for (var slot : slots) {
      if (slot.parentType().equals(parentType)
          && slot.field().equals(field)
          && slot.arguments().equals(arguments)) {
        return slot;
      }
    }
    return null;
  }

  /// Such as `users.reviews.product`.
  @Override
  public String toString() {
    return parent == null
        ? ""
        : parent.owner().parent() == null ? parent.toString() : parent.owner() + "." + parent;
  }
}
