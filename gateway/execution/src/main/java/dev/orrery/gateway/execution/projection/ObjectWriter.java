package dev.orrery.gateway.execution.projection;

import dev.orrery.gateway.execution.json.KeyTable;
import dev.orrery.gateway.execution.program.Conditions;
import dev.orrery.gateway.planning.plan.ResponseField;
import dev.orrery.gateway.planning.plan.ResponseObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// How an object is written: for each possible type its fields, in the client's order.
public final class ObjectWriter {
  static final FieldWriter[] DENIED = {};

  final String type;
  final int typenameKey;
  final boolean readsTypename;
  final byte[][] typeNames;

  /// [#DENIED] where the viewer may not see objects of the type.
  final FieldWriter[][] fieldsByType;

  private ObjectWriter(
      String type,
      int typenameKey,
      boolean readsTypename,
      byte[][] typeNames,
      FieldWriter[][] fields) {
    this.type = type;
    this.typenameKey = typenameKey;
    this.readsTypename = readsTypename;
    this.typeNames = typeNames;
    this.fieldsByType = fields;
  }

  public static ObjectWriter compile(ResponseObject object, KeyTable keys, Conditions conditions) {
    List<String> types = object.possibleTypes();
    Map<ResponseField, ObjectWriter> children = new IdentityHashMap<>();
    for (ResponseField field : object.fields()) {
      if (field.object() != null) {
        children.put(field, compile(field.object(), keys, conditions));
      }
    }
    boolean readsTypename = object.readsTypename() || types.isEmpty();
    // Without a type to read, all types have the same fields.
    FieldWriter[][] byType = new FieldWriter[readsTypename ? types.size() : 1][];
    for (int i = 0; i < byType.length; i++) {
      if (readsTypename && object.deniedTypes().contains(types.get(i))) {
        byType[i] = DENIED;
        continue;
      }
      List<FieldWriter> fields = new ArrayList<>();
      int guess = readsTypename ? 1 : 0;
      for (ResponseField field : object.fields()) {
        if (field.onTypes().contains(types.get(i))) {
          fields.add(
              FieldWriter.compile(
                  field, types.get(i), guess, children.get(field), keys, conditions));
          guess += field.isTypename() || field.isDenied() ? 0 : 1;
        }
      }
      byType[i] = fields.toArray(FieldWriter[]::new);
    }
    return new ObjectWriter(
        object.type(),
        keys.id("__typename"),
        readsTypename,
        types.stream().map(t -> t.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new),
        byType);
  }
}
