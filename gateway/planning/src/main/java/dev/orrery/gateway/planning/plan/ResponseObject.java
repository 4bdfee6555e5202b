package dev.orrery.gateway.planning.plan;

import java.util.List;

/// How an object of the data tree becomes an object of the response: the fields of its runtime
/// type, in this order. For one runtime type no response key occurs twice.
///
/// @param type the declared type
/// @param possibleTypes the object types the value may have, sorted; with more than one the data
///   carries `__typename`, and an object of any other type counts as null with an error
/// @param deniedTypes those of the possible types that the viewer may not see: an object of such a
///   type is null
public record ResponseObject(
    String type, List<String> possibleTypes, List<ResponseField> fields, List<String> deniedTypes) {
  public ResponseObject {
    possibleTypes = possibleTypes.stream().sorted().toList();
    fields = List.copyOf(fields);
    deniedTypes = List.copyOf(deniedTypes);
  }

  public ResponseObject(String type, List<String> possibleTypes, List<ResponseField> fields) {
    this(type, possibleTypes, fields, List.of());
  }

  /// Whether the object's runtime type must be known to write it. Only then does the data promise a
  /// `__typename`: the subgraph that holds an interface object, for one, does not know it.
  public boolean readsTypename() {
    if (possibleTypes.size() == 1) {
      return false;
    }
    if (!deniedTypes.isEmpty()) {
      return true;
    }
    for (var field : fields) {
      if (field.isTypename() || !field.onTypes().equals(possibleTypes)) {
        return true;
      }
    }
    return false;
  }
}
