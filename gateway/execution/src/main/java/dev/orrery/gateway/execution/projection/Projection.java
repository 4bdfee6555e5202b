package dev.orrery.gateway.execution.projection;

import dev.orrery.gateway.execution.error.ErrorCode;
import dev.orrery.gateway.execution.error.GraphQlError;
import dev.orrery.gateway.execution.json.JsonIndex;
import dev.orrery.gateway.execution.json.JsonOutput;
import dev.orrery.gateway.execution.program.Conditions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes the response's `data` from the data tree, straight into bytes.
///
/// Nulls propagate as "Handling execution errors" of the GraphQL specification says: a null where
/// the schema has none takes its parent with it, up to the next nullable place. What was written of
/// that parent is cut off again. Every such null that no subgraph error explains gets an error of
/// its own.
///
/// Specification: GraphQL, section "Executing Selection Sets".
public final class Projection {
  /// An answer with thousands of errors helps nobody.
  private static final int MOST_ERRORS = 100;

  private final JsonIndex index;
  private final boolean[] conditions;
  private final List<GraphQlError> errors;
  private final Set<List<Object>> explained;
  private final JsonOutput out;
  private @Nullable FieldWriter[] fieldPath = new FieldWriter[32];
  private int[] positionPath = new int[32];
  private int depth;

  /// @param conditions which conditions hold, by number
  /// @param errors those of the subgraphs; further ones are added
  /// @param explained further places at and below which a null surprises nobody
  public Projection(
      JsonIndex index,
      boolean[] conditions,
      List<GraphQlError> errors,
      List<List<Object>> explained,
      JsonOutput out) {
    this.explained = Set.copyOf(explained);
    this.index = index;
    this.conditions = conditions;
    this.errors = errors;
    this.out = out;
  }

  /// Writes `root`, or `null` when a null made its way to the top.
  public void write(ObjectWriter writer, int root) {
    int start = out.length();
    if (!writeObject(writer, root)) {
      out.cut(start);
      out.writeNull();
    }
  }

  private boolean writeObject(ObjectWriter writer, int node) {
    FieldWriter[] fields;
    if (writer.readsTypename) {
      int type = typeOf(writer, node);
      if (type < 0) {
        return false;
      }
      fields = writer.fieldsByType[type];
    } else {
      fields = writer.fieldsByType[0];
    }
    if (fields == ObjectWriter.DENIED) {
      denyAt(path());
      return false;
    }
    out.write('{');
    boolean first = true;
    enter();
    for (FieldWriter field : fields) {
      if (field.condition() != Conditions.ALWAYS && !conditions[field.condition()]) {
        continue;
      }
      if (!first) {
        out.write(',');
      }
      first = false;
      out.write(field.label());
      if (field.constant() != null) {
        out.write(field.constant());
        continue;
      }
      fieldPath[depth - 1] = field;
      if (field.denials() != null) {
        deny(field.denials());
        if (field.shape().nonNull()) {
          depth--;
          return false;
        }
        out.writeNull();
        continue;
      }
      int value = index.field(node, field.key(), field.guess());
      if (!writeValue(field, field.shape(), value)) {
        depth--;
        return false;
      }
    }
    depth--;
    out.write('}');
    return true;
  }

  private int typeOf(ObjectWriter writer, int node) {
    int typename = index.field(node, writer.typenameKey, 0);
    if (typename != 0 && index.isString(typename)) {
      for (int i = 0; i < writer.typeNames.length; i++) {
        if (index.isText(typename, writer.typeNames[i])) {
          return i;
        }
      }
      report("Expected one of the object types of %s here.".formatted(writer.type));
    } else {
      report("The type of an object of %s is unknown here.".formatted(writer.type));
    }
    return -1;
  }

  private boolean writeValue(FieldWriter field, ValueShape shape, int value) {
    if (value == 0 || index.isNull(value)) {
      if (shape.nonNull()) {
        reportNull(field);
        return false;
      }
      out.writeNull();
      return true;
    }
    int start = out.length();
    if (writePresent(field, shape, value)) {
      return true;
    }
    if (shape.nonNull()) {
      return false;
    }
    out.cut(start);
    out.writeNull();
    return true;
  }

  private boolean writePresent(FieldWriter field, ValueShape shape, int value) {
    if (shape.item() != null) {
      return writeList(field, shape, shape.item(), value);
    }
    if (field.object() != null) {
      if (!index.isObject(value)) {
        report("%s should be an object.".formatted(field.coordinate()));
        return false;
      }
      return writeObject(field.object(), value);
    }
    if (!shape.accepts(index, value)) {
      report("%s holds a value that is no %s.".formatted(field.coordinate(), shape.text()));
      return false;
    }
    if (shape.leaf() == ValueShape.Leaf.ID && !index.isString(value)) {
      out.write('"').write(index, value).write('"');
    } else {
      out.write(index, value);
    }
    return true;
  }

  private boolean writeList(FieldWriter field, ValueShape shape, ValueShape item, int value) {
    if (!index.isArray(value)) {
      report("%s should be a list, as %s says.".formatted(field.coordinate(), shape.text()));
      return false;
    }
    out.write('[');
    int count = index.count(value);
    enter();
    fieldPath[depth - 1] = null;
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        out.write(',');
      }
      positionPath[depth - 1] = i;
      if (!writeValue(field, item, index.element(value, i))) {
        depth--;
        return false;
      }
    }
    depth--;
    out.write(']');
    return true;
  }

  private void enter() {
    if (depth == positionPath.length) {
      fieldPath = Arrays.copyOf(fieldPath, depth * 2);
      positionPath = Arrays.copyOf(positionPath, depth * 2);
    }
    depth++;
  }

  private void reportNull(FieldWriter field) {
    List<Object> path = path();
    if (!explained.isEmpty()) {
      for (int length = 1; length <= path.size(); length++) {
        if (explained.contains(path.subList(0, length))) {
          return;
        }
      }
    }
    for (GraphQlError error : errors) {
      if (error.explains(path)) {
        return;
      }
    }
    errors.add(
        GraphQlError.at(
            path,
            ErrorCode.INVALID_RESPONSE,
            "Cannot return null for non-nullable field %s.".formatted(field.coordinate())));
  }

  private void deny(List<List<String>> paths) {
    List<Object> here = path();
    for (List<String> below : paths) {
      List<Object> path = new ArrayList<>(here);
      path.addAll(below);
      denyAt(path);
    }
  }

  private void denyAt(List<Object> path) {
    if (errors.size() < MOST_ERRORS) {
      errors.add(
          GraphQlError.at(
              path, ErrorCode.UNAUTHORIZED_FIELD_OR_TYPE, "Unauthorized field or type"));
    }
  }

  private void report(String message) {
    errors.add(GraphQlError.at(path(), ErrorCode.INVALID_RESPONSE, message));
  }

  private List<Object> path() {
    List<Object> path = new ArrayList<>(depth);
    for (int i = 0; i < depth; i++) {
      FieldWriter field = fieldPath[i];
      path.add(field == null ? (Object) positionPath[i] : field.responseKey());
    }
    return path;
  }
}
