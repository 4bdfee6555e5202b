package dev.orrery.kit.ids;

/// A text that is no id, or an id of the wrong kind. The message names the text and the fix.
public final class MalformedIdException extends IllegalArgumentException {
  MalformedIdException(String text, String why) {
    super("'%s' is not a valid id: %s".formatted(abbreviated(text), why));
  }

  /// Clients' garbage is echoed, but not without a bound.
  private static String abbreviated(String text) {
    return text.length() <= 100 ? text : text.substring(0, 100) + "…";
  }
}
