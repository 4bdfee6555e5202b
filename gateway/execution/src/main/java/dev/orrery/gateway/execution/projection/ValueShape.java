package dev.orrery.gateway.execution.projection;

import dev.orrery.gateway.execution.json.JsonIndex;
import dev.orrery.gateway.execution.json.JsonKind;
import dev.orrery.gateway.planning.plan.OutputType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A field's type, made ready for checking values.
///
/// @param item the shape of a list's items; null when this is no list
/// @param leaf what a leaf's value must look like; `OBJECT` when this is no leaf
/// @param values the enum's values in UTF-8; empty when this is no enum
@SuppressWarnings("ArrayRecordComponent") // never compared
record ValueShape(
    String text, boolean nonNull, @Nullable ValueShape item, Leaf leaf, byte[][] values) {
  enum Leaf {
    INT,
    FLOAT,
    STRING,
    BOOLEAN,
    ID,
    ENUM,
    /// A custom scalar: any JSON.
    ANY,
    OBJECT
  }

  static ValueShape compile(OutputType type) {
    return switch (type) {
      case OutputType.NonNull(var inner) -> {
        ValueShape shape = compile(inner);
        yield new ValueShape(type.text(), true, shape.item, shape.leaf, shape.values);
      }
      case OutputType.ListOf(var item) ->
          new ValueShape(type.text(), false, compile(item), Leaf.ANY, new byte[0][]);
      case OutputType.Scalar(var name) -> leaf(name, builtIn(name), List.of());
      case OutputType.Enumeration(var name, var values) -> leaf(name, Leaf.ENUM, values);
      case OutputType.Composite(var name) -> leaf(name, Leaf.OBJECT, List.of());
    };
  }

  private static ValueShape leaf(String name, Leaf leaf, List<String> values) {
    byte[][] bytes =
        values.stream().map(v -> v.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    return new ValueShape(name, false, null, leaf, bytes);
  }

  private static Leaf builtIn(String name) {
    return switch (name) {
      case "Int" -> Leaf.INT;
      case "Float" -> Leaf.FLOAT;
      case "String" -> Leaf.STRING;
      case "Boolean" -> Leaf.BOOLEAN;
      case "ID" -> Leaf.ID;
      default -> Leaf.ANY;
    };
  }

  /// Whether a leaf may be passed on as it is.
  boolean accepts(JsonIndex index, int node) {
    int kind = index.kind(node);
    return switch (leaf) {
      case STRING -> kind == JsonKind.STRING || kind == JsonKind.ESCAPED_STRING;
      case ID ->
          kind == JsonKind.STRING || kind == JsonKind.ESCAPED_STRING || kind == JsonKind.INTEGER;
      case INT -> kind == JsonKind.INTEGER && fitsInt(index, node);
      case FLOAT -> kind == JsonKind.INTEGER || kind == JsonKind.DECIMAL;
      case BOOLEAN -> kind == JsonKind.TRUE || kind == JsonKind.FALSE;
      case ENUM -> isValue(index, node);
      case ANY -> true;
      case OBJECT ->
          true; // without an object of fields to write: introspection, which the gateway made
        // itself
    };
  }

  private static boolean fitsInt(JsonIndex index, int node) {
    int digits = index.end(node) - index.start(node);
    if (digits < 10) {
      return true;
    }
    if (digits > 11) {
      return false;
    }
    long value = Long.parseLong(index.raw(node));
    return value == (int) value;
  }

  private boolean isValue(JsonIndex index, int node) {
    if (!index.isString(node)) {
      return false;
    }
    for (byte[] value : values) {
      if (index.isText(node, value)) {
        return true;
      }
    }
    return false;
  }
}
