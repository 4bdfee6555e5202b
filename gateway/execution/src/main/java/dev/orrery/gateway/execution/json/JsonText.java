package dev.orrery.gateway.execution.json;

import java.nio.charset.StandardCharsets;

/// Turns the inside of a JSON string that was already checked into text.
final class JsonText {
  private JsonText() {}

  /// The text between two quotes, `start` behind the first and `end` at the second.
  static String decode(byte[] source, int start, int end) {
    String raw = new String(source, start, end - start, StandardCharsets.UTF_8);
    if (raw.indexOf('\\') < 0) {
      return raw;
    }
    StringBuilder text = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      c = raw.charAt(++i);
      switch (c) {
        case 'b' -> text.append('\b');
        case 'f' -> text.append('\f');
        case 'n' -> text.append('\n');
        case 'r' -> text.append('\r');
        case 't' -> text.append('\t');
        case 'u' -> {
          text.append((char) Integer.parseInt(raw, i + 1, i + 5, 16));
          i += 4;
        }
        default -> text.append(c);
      }
    }
    return text.toString();
  }
}
