package dev.orrery.gateway.planning.operation;

import dev.orrery.gateway.planning.plan.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A field that is asked of an object.
///
/// @param parentType the type whose field it is: the object's declared type, or one of its possible
///   types
/// @param arguments as they stand between the parentheses, canonical; empty when there are none
/// @param variables those that the arguments use
/// @param onTypes the object types for which it is asked, sorted
/// @param object what is asked of the value; null for leaves
public record NormalField(
    String responseKey,
    String name,
    String parentType,
    String arguments,
    List<String> variables,
    List<String> onTypes,
    Condition condition,
    @Nullable NormalObject object) {
  public static final String TYPENAME = "__typename";

  public NormalField {
    variables = List.copyOf(variables);
    onTypes = onTypes.stream().sorted().toList();
  }
}
