package dev.orrery.gateway.planning.operation;

import java.util.List;

/// What is asked of an object.
///
/// @param type the declared type
/// @param possibleTypes the object types it may have, sorted
/// @param fields in the client's order; for one possible type no response key occurs twice
/// @param deniedTypes those of the possible types that the viewer may not see
public record NormalObject(
    String type, List<String> possibleTypes, List<NormalField> fields, List<String> deniedTypes) {
  public NormalObject {
    possibleTypes = possibleTypes.stream().sorted().toList();
    fields = List.copyOf(fields);
    deniedTypes = List.copyOf(deniedTypes);
  }

  public NormalObject(String type, List<String> possibleTypes, List<NormalField> fields) {
    this(type, possibleTypes, fields, List.of());
  }

  /// Whether anything is left that the viewer may see.
  public boolean asksForSomething() {
    return fields.stream().anyMatch(field -> !field.isDenied());
  }
}
