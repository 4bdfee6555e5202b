package dev.orrery.gateway.composition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the one form of JSON that lists of subgraphs have: an array of objects of strings. Members
/// that are null are left out.
final class JsonObjects {
  private final String text;
  private int at;

  JsonObjects(String text) {
    this.text = text;
  }

  /// @throws IllegalArgumentException when the text has another form; the message says where
  List<Map<String, String>> read() {
    var objects = new ArrayList<Map<String, String>>();
    expect('[');
    if (!accept(']')) {
      do {
        objects.add(object());
      } while (accept(','));
      expect(']');
    }
    skipSpace();
    if (at < text.length()) {
      throw wrong("the end");
    }
    return objects;
  }

  private Map<String, String> object() {
    var members = new LinkedHashMap<String, String>();
    expect('{');
    if (accept('}')) {
      return members;
    }
    do {
      var name = string();
      expect(':');
      skipSpace();
      if (text.startsWith("null", at)) {
        at += 4;
      } else {
        members.put(name, string());
      }
    } while (accept(','));
    expect('}');
    return members;
  }

  private String string() {
    expect('"');
    var value = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      var character = text.charAt(at++);
      value.append(character == '\\' ? escaped() : character);
    }
    expect('"');
    return value.toString();
  }

  private char escaped() {
    if (at >= text.length()) {
      throw wrong("an escape");
    }
    var character = text.charAt(at++);
    return switch (character) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case '"', '\\', '/' -> character;
      case 'u' -> {
        if (at + 4 > text.length()) {
          throw wrong("four hex digits");
        }
        var code = Integer.parseInt(text.substring(at, at + 4), 16);
        at += 4;
        yield (char) code;
      }
      default -> throw wrong("an escape");
    };
  }

  private boolean accept(char wanted) {
    skipSpace();
    if (at < text.length() && text.charAt(at) == wanted) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char wanted) {
    if (!accept(wanted)) {
      throw wrong("'" + wanted + "'");
    }
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private IllegalArgumentException wrong(String wanted) {
    var line = text.substring(0, Math.min(at, text.length())).lines().count();
    return new IllegalArgumentException(
        "line %d: expected %s".formatted(Math.max(1, line), wanted));
  }
}
