package dev.orrery.gateway.planning.path;

import dev.orrery.gateway.planning.plan.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A value that the data tree holds at a position: a field with its arguments, for the client or
/// for a requirement.
public final class Slot {
  private final Position owner;
  private final String field;
  private final String arguments;
  private final List<String> variables;
  private final String parentType;
  private final @Nullable String responseKey;
  private final Condition condition;
  private final @Nullable Position child;

  Slot(
      Position owner,
      String field,
      String arguments,
      List<String> variables,
      String parentType,
      @Nullable String responseKey,
      Condition condition,
      @Nullable String childType) {
    this.owner = owner;
    this.field = field;
    this.arguments = arguments;
    this.variables = List.copyOf(variables);
    this.parentType = parentType;
    this.responseKey = responseKey;
    this.condition = condition;
    this.child = childType == null ? null : new Position(this, childType);
  }

  public Position owner() {
    return owner;
  }

  public String field() {
    return field;
  }

  /// Canonical text; empty without arguments.
  public String arguments() {
    return arguments;
  }

  public List<String> variables() {
    return variables;
  }

  /// The owner's type, when the slot is for whatever object lies there, or one of its object types.
  public String parentType() {
    return parentType;
  }

  /// The client's name for it; null when only requirements ask for it.
  public @Nullable String responseKey() {
    return responseKey;
  }

  /// When the client asks for it; of no meaning otherwise.
  public Condition condition() {
    return condition;
  }

  /// Null for leaves.
  public @Nullable Position child() {
    return child;
  }

  public boolean isTypename() {
    return field.equals("__typename");
  }

  /// Whether it is for one object type among several.
  public boolean isNarrowed() {
    return !parentType.equals(owner.type());
  }

  @Override
  public String toString() {
    var name = responseKey == null || responseKey.equals(field) ? field : responseKey + ":" + field;
    var text = arguments.isEmpty() ? name : name + "(" + arguments + ")";
    return isNarrowed() ? "|" + parentType + "." + text : text;
  }
}
