package dev.orrery.gateway.execution.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads JSON into maps and lists, for the small documents that are looked at as a whole: requests,
/// errors, key sets. Integers become [Integer], [Long] or [BigInteger], other numbers [BigDecimal].
public final class JsonValues {
  /// Characters that a number may have: the time it takes to read one grows faster than its length.
  static final int LONGEST_NUMBER = 1_000;

  private static final KeyTable NO_KEYS = KeyTable.of();

  private final byte[] source;
  private int at;

  private JsonValues(byte[] source, int start) {
    this.source = source;
    this.at = start;
  }

  /// Reads a whole document.
  ///
  /// @throws MalformedJson when it is not strict JSON, exceeds the limits, names a key of an object
  ///   twice, or holds a number of more than 1,000 characters or an exponent beyond every measure
  public static @Nullable Object read(byte[] source, JsonLimits limits) {
    new JsonIndex(NO_KEYS).read(source, source.length, limits);
    return new JsonValues(source, 0).value();
  }

  /// Reads one value of an index.
  ///
  /// @throws MalformedJson as above: an index keeps numbers unread, and keys that nobody looks up
  public static @Nullable Object read(JsonIndex index, int node) {
    return new JsonValues(index.source(node), index.start(node)).value();
  }

  // Everything below reads bytes that were checked before: only valid JSON gets here. What is still
  // refused is what strict JSON allows and nobody can use.

  private @Nullable Object value() {
    skipSpace();
    return switch (source[at]) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> literal(4, Boolean.TRUE);
      case 'f' -> literal(5, Boolean.FALSE);
      case 'n' -> literal(4, null);
      default -> number();
    };
  }

  private Map<String, @Nullable Object> object() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    at++;
    skipSpace();
    while (source[at] != '}') {
      int keyStart = at;
      String key = string();
      if (map.containsKey(key)) {
        throw new MalformedJson("an object names the key \"%s\" twice".formatted(key), keyStart);
      }
      skipSpace();
      at++;
      map.put(key, value());
      skipSeparator();
    }
    at++;
    return map;
  }

  private List<@Nullable Object> array() {
    List<@Nullable Object> list = new ArrayList<>();
    at++;
    skipSpace();
    while (source[at] != ']') {
      list.add(value());
      skipSeparator();
    }
    at++;
    return list;
  }

  private String string() {
    int start = ++at;
    while (source[at] != '"') {
      at += source[at] == '\\' ? 2 : 1;
    }
    return JsonText.decode(source, start, at++);
  }

  private Number number() {
    int start = at;
    boolean whole = true;
    while (at < source.length && isNumeric(source[at])) {
      whole &= source[at] == '-' || (source[at] >= '0' && source[at] <= '9');
      at++;
    }
    if (at - start > LONGEST_NUMBER) {
      throw new MalformedJson(
          "a number is longer than %d characters".formatted(LONGEST_NUMBER), start);
    }
    String text = new String(Arrays.copyOfRange(source, start, at), StandardCharsets.US_ASCII);
    if (!whole) {
      return decimal(text, start);
    }
    if (text.length() < 10) {
      return Integer.valueOf(text);
    }
    BigInteger number = new BigInteger(text);
    if (number.bitLength() < 32) {
      return number.intValue();
    }
    return number.bitLength() < 64 ? (Number) number.longValue() : number;
  }

  private static BigDecimal decimal(String text, int start) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new MalformedJson("a number's exponent is beyond every measure", start);
    }
  }

  private static boolean isNumeric(byte c) {
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
  }

  private @Nullable Object literal(int length, @Nullable Object value) {
    at += length;
    return value;
  }

  private void skipSeparator() {
    skipSpace();
    if (source[at] == ',') {
      at++;
      skipSpace();
    }
  }

  private void skipSpace() {
    while (source[at] == ' ' || source[at] == '\n' || source[at] == '\r' || source[at] == '\t') {
      at++;
    }
  }
}
