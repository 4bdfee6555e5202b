package dev.orrery.gateway.execution.json;

/// What a value of an index is. Plain `int`s, because they share a word with the number of the
/// document.
public final class JsonKind {
  public static final int NULL = 0;
  public static final int TRUE = 1;
  public static final int FALSE = 2;

  /// A number without fraction and exponent.
  public static final int INTEGER = 3;

  public static final int DECIMAL = 4;
  public static final int STRING = 5;

  /// A string with at least one backslash: its text is not its bytes.
  public static final int ESCAPED_STRING = 6;

  public static final int OBJECT = 7;
  public static final int ARRAY = 8;

  private JsonKind() {}

  static String name(int kind) {
    return switch (kind) {
      case NULL -> "null";
      case TRUE, FALSE -> "a boolean";
      case INTEGER, DECIMAL -> "a number";
      case STRING, ESCAPED_STRING -> "a string";
      case OBJECT -> "an object";
      default -> "an array";
    };
  }
}
