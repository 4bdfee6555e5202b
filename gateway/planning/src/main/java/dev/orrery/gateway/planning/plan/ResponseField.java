package dev.orrery.gateway.planning.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A field of the response.
///
/// @param responseKey the client's name for it
/// @param dataKey where the value lies in the data tree. `__typename` of an object whose type is
///   known is not in the data: write [ResponseObject#possibleTypes()]`[0]`
/// @param fieldName with a type of `onTypes` the field's coordinate
/// @param onTypes the object types that have this field here, sorted; equal to
///   [ResponseObject#possibleTypes()] when all have it
/// @param condition when the client asked for it
/// @param type as the API declares it for these types: decides null propagation and checks of enum
///   values
/// @param object how to write an object, or each object of a list; null for leaves
/// @param denials where errors say that the viewer may not see this, as response keys from here
///   down; empty for a field that may be seen. A denied field is null whatever the data hold
public record ResponseField(
    String responseKey,
    String dataKey,
    String fieldName,
    List<String> onTypes,
    Condition condition,
    OutputType type,
    @Nullable ResponseObject object,
    List<List<String>> denials) {
  /// The data key of a field that is never fetched.
  public static final String NO_DATA = "";

  public ResponseField {
    onTypes = onTypes.stream().sorted().toList();
    denials = List.copyOf(denials);
  }

  public ResponseField(
      String responseKey,
      String dataKey,
      String fieldName,
      List<String> onTypes,
      Condition condition,
      OutputType type,
      @Nullable ResponseObject object) {
    this(responseKey, dataKey, fieldName, onTypes, condition, type, object, List.of());
  }

  public boolean isDenied() {
    return !denials.isEmpty();
  }

  public boolean isTypename() {
    return fieldName.equals("__typename");
  }
}
