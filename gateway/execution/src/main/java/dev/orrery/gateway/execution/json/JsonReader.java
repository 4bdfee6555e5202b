package dev.orrery.gateway.execution.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads one strict RFC 8259 document into a [JsonIndex].
///
/// Refuses what lenient parsers let pass and clients would then choke on: trailing commas, leading
/// zeros, control characters in strings, broken UTF-8, lone surrogate escapes are kept as they are,
/// keys of the table that appear twice in one object. Strings are scanned eight bytes at a time.
final class JsonReader {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';
  private static final long SPACES = ONES * 0x20;

  private final JsonIndex index;
  private final KeyTable keys;
  private final int document;
  private final byte[] source;
  private final int limit;
  private final int maxDepth;
  private int[] pending = new int[64];
  private int pendingSize;
  private int at;
  private boolean escaped;

  JsonReader(JsonIndex index, int document, byte[] source, int limit, int maxDepth) {
    this.index = index;
    this.keys = index.keys();
    this.document = document;
    this.source = source;
    this.limit = limit;
    this.maxDepth = maxDepth;
  }

  /// Reads the whole document and answers its root.
  int read() {
    skipSpace();
    int root = value(0);
    skipSpace();
    if (at < limit) {
      throw new MalformedJson("something follows the end of the document", at);
    }
    return root;
  }

  private int value(int depth) {
    if (at >= limit) {
      throw truncated();
    }
    int start = at;
    switch (source[at]) {
      case '"' -> {
        at++;
        scanString();
        return index.leaf(escaped ? JsonKind.ESCAPED_STRING : JsonKind.STRING, document, start, at);
      }
      case '{' -> {
        return object(depth + 1);
      }
      case '[' -> {
        return array(depth + 1);
      }
      case 't' -> {
        literal("true");
        return index.leaf(JsonKind.TRUE, document, start, at);
      }
      case 'f' -> {
        literal("false");
        return index.leaf(JsonKind.FALSE, document, start, at);
      }
      case 'n' -> {
        literal("null");
        return index.leaf(JsonKind.NULL, document, start, at);
      }
      default -> {
        return index.leaf(number(), document, start, at);
      }
    }
  }

  private int object(int depth) {
    checkDepth(depth);
    int start = at++;
    int base = pendingSize;
    int previous = KeyTable.UNKNOWN;
    skipSpace();
    if (peek() == '}') {
      at++;
      return index.object(document, start, at, pending, base, base);
    }
    while (true) {
      if (peek() != '"') {
        throw new MalformedJson("a key in quotes was expected", at);
      }
      int key = key(previous);
      skipSpace();
      if (peek() != ':') {
        throw new MalformedJson("a colon was expected", at);
      }
      at++;
      skipSpace();
      int value = value(depth);
      if (key != KeyTable.UNKNOWN) {
        push(key, value);
        previous = key;
      }
      skipSpace();
      byte next = peek();
      at++;
      if (next == '}') {
        break;
      }
      if (next != ',') {
        throw new MalformedJson("a comma or the end of the object was expected", at - 1);
      }
      skipSpace();
    }
    if (index.hasDuplicates(pending, base, pendingSize)) {
      throw new MalformedJson("an object names a key twice", start);
    }
    int node = index.object(document, start, at, pending, base, pendingSize);
    pendingSize = base;
    return node;
  }

  private int key(int previous) {
    at++;
    int guessed = keys.guess(previous, source, at, limit);
    if (guessed != KeyTable.UNKNOWN) {
      at += keys.length(guessed) + 1;
      return guessed;
    }
    int start = at;
    scanString();
    int found;
    if (escaped) {
      byte[] text = JsonText.decode(source, start, at - 1).getBytes(StandardCharsets.UTF_8);
      found = keys.find(text, 0, text.length);
    } else {
      found = keys.find(source, start, at - 1);
    }
    if (found != KeyTable.UNKNOWN) {
      keys.learn(previous, found);
    }
    return found;
  }

  private int array(int depth) {
    checkDepth(depth);
    int start = at++;
    int base = pendingSize;
    skipSpace();
    if (peek() == ']') {
      at++;
      return index.array(document, start, at, pending, base, base);
    }
    while (true) {
      int value = value(depth);
      if (pendingSize == pending.length) {
        pending = Arrays.copyOf(pending, pending.length * 2);
      }
      pending[pendingSize++] = value;
      skipSpace();
      byte next = peek();
      at++;
      if (next == ']') {
        break;
      }
      if (next != ',') {
        throw new MalformedJson("a comma or the end of the array was expected", at - 1);
      }
      skipSpace();
    }
    int node = index.array(document, start, at, pending, base, pendingSize);
    pendingSize = base;
    return node;
  }

  private void push(int key, int value) {
    if (pendingSize + 2 > pending.length) {
      pending = Arrays.copyOf(pending, pending.length * 2);
    }
    pending[pendingSize] = key;
    pending[pendingSize + 1] = value;
    pendingSize += 2;
  }

  /// Moves behind the closing quote; `at` stands behind the opening one.
  private void scanString() {
    escaped = false;
    int i = at;
    while (true) {
      while (i + 8 <= limit) {
        long word = (long) WORDS.get(source, i);
        long quote = word ^ QUOTES;
        long slash = word ^ BACKSLASHES;
        long found =
            (((quote - ONES) & ~quote)
                    | ((slash - ONES) & ~slash)
                    | ((word - SPACES) & ~word)
                    | word)
                & HIGHS;
        if (found != 0) {
          i += Long.numberOfTrailingZeros(found) >>> 3;
          break;
        }
        i += 8;
      }
      if (i >= limit) {
        throw truncated();
      }
      int c = source[i];
      if (c == '"') {
        at = i + 1;
        return;
      }
      if (c == '\\') {
        escaped = true;
        i = escape(i);
      } else if (c < 0) {
        i = Utf8.next(source, i, limit);
      } else if (c < 0x20) {
        throw new MalformedJson("a string holds a control character", i);
      } else {
        i++;
      }
    }
  }

  private int escape(int start) {
    if (start + 1 >= limit) {
      throw truncated();
    }
    switch (source[start + 1]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
        return start + 2;
      }
      case 'u' -> {
        for (int i = start + 2; i < start + 6; i++) {
          if (i >= limit) {
            throw truncated();
          }
          if (Character.digit(source[i], 16) < 0) {
            throw new MalformedJson("a \\u escape needs four hexadecimal digits", i);
          }
        }
        return start + 6;
      }
      default -> throw new MalformedJson("an unknown escape", start);
    }
  }

  private int number() {
    int start = at;
    if (source[at] == '-') {
      at++;
    }
    if (at < limit && source[at] == '0') {
      at++;
    } else {
      digits(start);
    }
    int kind = JsonKind.INTEGER;
    if (at < limit && source[at] == '.') {
      at++;
      digits(start);
      kind = JsonKind.DECIMAL;
    }
    if (at < limit && (source[at] == 'e' || source[at] == 'E')) {
      at++;
      if (at < limit && (source[at] == '+' || source[at] == '-')) {
        at++;
      }
      digits(start);
      kind = JsonKind.DECIMAL;
    }
    return kind;
  }

  private void digits(int start) {
    int first = at;
    while (at < limit && source[at] >= '0' && source[at] <= '9') {
      at++;
    }
    if (at == first) {
      if (at >= limit) {
        throw truncated();
      }
      throw new MalformedJson(at == start ? "a value was expected" : "a digit was expected", at);
    }
  }

  private void literal(String word) {
    for (int i = 0; i < word.length(); i++, at++) {
      if (at >= limit) {
        throw truncated();
      }
      if (source[at] != word.charAt(i)) {
        throw new MalformedJson("a value was expected", at);
      }
    }
  }

  private void skipSpace() {
    while (at < limit) {
      byte c = source[at];
      if (c > ' ' || (c != ' ' && c != '\n' && c != '\r' && c != '\t')) {
        return;
      }
      at++;
    }
  }

  private byte peek() {
    if (at >= limit) {
      throw truncated();
    }
    return source[at];
  }

  private void checkDepth(int depth) {
    if (depth > maxDepth) {
      throw new MalformedJson("nested deeper than %d".formatted(maxDepth), at);
    }
  }

  private MalformedJson truncated() {
    return new MalformedJson("the document ends too early", limit);
  }
}
