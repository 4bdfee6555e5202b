package dev.orrery.gateway.planning.operation;

import java.util.List;

/// What is asked of an object.
///
/// @param type the declared type
/// @param possibleTypes the object types it may have, sorted
/// @param fields in the client's order; for one possible type no response key occurs twice
public record NormalObject(String type, List<String> possibleTypes, List<NormalField> fields) {
  public NormalObject {
    possibleTypes = possibleTypes.stream().sorted().toList();
    fields = List.copyOf(fields);
  }
}
