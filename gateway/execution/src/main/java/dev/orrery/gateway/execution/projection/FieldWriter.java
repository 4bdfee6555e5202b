package dev.orrery.gateway.execution.projection;

import dev.orrery.gateway.execution.json.JsonOutput;
import dev.orrery.gateway.execution.json.KeyTable;
import dev.orrery.gateway.execution.program.Conditions;
import dev.orrery.gateway.planning.plan.ResponseField;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How one field of one object type is written.
///
/// @param label the response key with quotes and colon
/// @param key number of the data key
/// @param condition number in [Conditions]
/// @param coordinate such as `User.name`, for messages
/// @param object how objects below are written; null for leaves
/// @param constant the whole value when it is known beforehand (`__typename`)
/// @param guess where in the object the value probably stands
/// @param denials where errors say that the viewer may not see this; null for what may be seen
///
///   Specification: GraphQL, section "Value Completion". And "Handling Field Errors".
@SuppressWarnings("ArrayRecordComponent") // never compared
record FieldWriter(
    String responseKey,
    byte[] label,
    int key,
    int condition,
    ValueShape shape,
    String coordinate,
    @Nullable ObjectWriter object,
    byte @Nullable [] constant,
    int guess,
    @Nullable List<List<String>> denials) {

  static FieldWriter compile(
      ResponseField field,
      String onType,
      int guess,
      @Nullable ObjectWriter object,
      KeyTable keys,
      Conditions conditions) {
    return new FieldWriter(
        field.responseKey(),
        new JsonOutput(32).string(field.responseKey()).write(':').toByteArray(),
        keys.id(field.dataKey()),
        conditions.number(field.condition()),
        ValueShape.compile(field.type()),
        onType + "." + field.fieldName(),
        object,
        field.isTypename() ? new JsonOutput(32).string(onType).toByteArray() : null,
        guess,
        field.isDenied() ? field.denials() : null);
  }
}
