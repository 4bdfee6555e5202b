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
/// @param denials where errors say that the viewer may not see this, as response keys from here
///   down; empty for a field that may be seen. A denied field is never fetched
public record NormalField(
    String responseKey,
    String name,
    String parentType,
    String arguments,
    List<String> variables,
    List<String> onTypes,
    Condition condition,
    @Nullable NormalObject object,
    List<List<String>> denials) {
  public static final String TYPENAME = "__typename";

  public NormalField {
    variables = List.copyOf(variables);
    onTypes = onTypes.stream().sorted().toList();
    denials = List.copyOf(denials);
  }

  public boolean isDenied() {
    return !denials.isEmpty();
  }

  /// The same for some of the object types, with something else asked of the value.
  public NormalField on(List<String> types, @Nullable NormalObject changed) {
    return new NormalField(
        responseKey, name, parentType, arguments, variables, types, condition, changed, denials);
  }

  /// The same, but not to be seen, for some of the object types.
  ///
  /// @param paths see [#denials()]
  public NormalField denied(List<String> types, List<List<String>> paths) {
    return new NormalField(
        responseKey, name, parentType, "", List.of(), types, condition, null, paths);
  }
}
