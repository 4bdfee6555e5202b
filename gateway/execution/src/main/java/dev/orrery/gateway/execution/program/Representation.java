package dev.orrery.gateway.execution.program;

import dev.orrery.gateway.execution.json.JsonIndex;
import dev.orrery.gateway.execution.json.JsonOutput;
import dev.orrery.gateway.execution.json.KeyTable;
import dev.orrery.gateway.planning.plan.RepresentationField;
import dev.orrery.gateway.planning.plan.RepresentationObject;
import dev.orrery.gateway.planning.plan.RepresentationShape;
import org.jspecify.annotations.Nullable;

/// Copies what identifies an entity out of the data and into a request, byte for byte.
public final class Representation {
  private final int typenameKey;
  private final Shape[] shapes;

  private Representation(int typenameKey, Shape[] shapes) {
    this.typenameKey = typenameKey;
    this.shapes = shapes;
  }

  private record Shape(
      byte[][] onTypes,
      byte @Nullable [] typename,
      boolean ownTypename,
      boolean mayBeNobody,
      Field[] fields) {}

  private record Field(
      byte[] label, int key, boolean nullStops, boolean ofKey, @Nullable Representation object) {}

  static Representation compile(RepresentationObject object, KeyTable keys) {
    return compile(object, keys, true);
  }

  /// @param whole this is the entity, not an object inside its representation
  private static Representation compile(RepresentationObject object, KeyTable keys, boolean whole) {
    return new Representation(
        keys.id("__typename"),
        object.shapes().stream().map(shape -> compile(shape, keys, whole)).toArray(Shape[]::new));
  }

  private static Shape compile(RepresentationShape shape, KeyTable keys, boolean whole) {
    byte[] typename =
        switch (shape.typename()) {
          case RepresentationShape.Typename.Constant(var name) ->
              new JsonOutput(32).raw("\"__typename\":").string(name).toByteArray();
          case RepresentationShape.Typename.OfTheObject _ -> null;
          case RepresentationShape.Typename.Omitted _ -> null;
        };
    return new Shape(
        PathStep.utf8(shape.onTypes()),
        typename,
        shape.typename() instanceof RepresentationShape.Typename.OfTheObject,
        whole && mayBeNobody(shape),
        shape.fields().stream().map(field -> compile(field, keys)).toArray(Field[]::new));
  }

  /// Whether all that identifies an entity may be null.
  private static boolean mayBeNobody(RepresentationShape shape) {
    return shape.fields().stream().anyMatch(RepresentationField::ofKey)
        && shape.fields().stream().noneMatch(f -> f.ofKey() && f.nullStops());
  }

  private static Field compile(RepresentationField field, KeyTable keys) {
    return new Field(
        RequestHead.key(field.name()),
        keys.id(field.dataKey()),
        field.nullStops(),
        field.ofKey(),
        field.object() == null ? null : compile(field.object(), keys, false));
  }

  /// Writes the representation of `node`.
  ///
  /// @return false when there is none; `out` then holds a part that must be cut off
  public boolean write(JsonIndex index, int node, JsonOutput out) {
    int typename = index.field(node, typenameKey);
    for (Shape shape : shapes) {
      if (shape.onTypes.length == 0 || isOneOf(index, typename, shape.onTypes)) {
        return write(shape, index, node, typename, out);
      }
    }
    return false;
  }

  private boolean write(Shape shape, JsonIndex index, int node, int typename, JsonOutput out) {
    out.write('{');
    boolean first = true;
    if (shape.typename != null) {
      out.write(shape.typename);
      first = false;
    } else if (shape.ownTypename) {
      if (typename == 0 || !index.isString(typename)) {
        return false;
      }
      out.raw("\"__typename\":").write(index, typename);
      first = false;
    }
    boolean nobody = shape.mayBeNobody;
    for (Field field : shape.fields) {
      int value = index.field(node, field.key);
      if (value == 0 || (field.nullStops && index.isNull(value))) {
        return false;
      }
      nobody &= !field.ofKey || index.isNull(value);
      if (!first) {
        out.write(',');
      }
      first = false;
      out.write(field.label);
      if (!writeValue(field.object, index, value, out)) {
        return false;
      }
    }
    out.write('}');
    return !nobody;
  }

  private static boolean writeValue(
      @Nullable Representation object, JsonIndex index, int value, JsonOutput out) {
    if (object == null) {
      out.write(index, value);
      return true;
    }
    if (index.isArray(value)) {
      out.write('[');
      for (int i = 0; i < index.count(value); i++) {
        if (i > 0) {
          out.write(',');
        }
        if (!writeValue(object, index, index.element(value, i), out)) {
          return false;
        }
      }
      out.write(']');
      return true;
    }
    if (index.isObject(value)) {
      return object.write(index, value, out);
    }
    out.write(index, value);
    return index.isNull(value);
  }

  /// Whether a `__typename` is one of these names.
  public static boolean isOneOf(JsonIndex index, int typename, byte[][] names) {
    if (typename == 0 || !index.isString(typename)) {
      return false;
    }
    for (byte[] name : names) {
      if (index.isText(typename, name)) {
        return true;
      }
    }
    return false;
  }
}
