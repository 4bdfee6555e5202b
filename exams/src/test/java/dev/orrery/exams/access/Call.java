package dev.orrery.exams.access;

import java.util.Map;

/// One operation with its variables.
record Call(String operation, Map<String, Object> variables) {

  /// `query($id: ID!) { site(id: $id) { id } }`
  static Call byId(String field, String id) {
    return new Call("query($id: ID!) { %s(id: $id) { id } }".formatted(field), Map.of("id", id));
  }

  /// `mutation($input: UpdateSiteInput!) { updateSite(input: $input) { site { id } } }`
  static Call mutation(String field, String inputType, String selection, Map<String, ?> input) {
    return new Call(
        "mutation($input: %s!) { %s(input: $input) { %s } }".formatted(inputType, field, selection),
        Map.of("input", input));
  }
}
