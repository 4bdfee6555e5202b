package dev.orrery.gateway.execution.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A growing array of bytes that JSON is written into. Can be cut back to an earlier length, which
/// is how null propagation takes back what was already written.
public final class JsonOutput {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes;
  private int length;

  public JsonOutput(int capacity) {
    this.bytes = new byte[Math.max(16, capacity)];
  }

  public int length() {
    return length;
  }

  /// The bytes written so far are the first [#length] of this array, which later writes may
  /// replace.
  public byte[] array() {
    return bytes;
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  /// Forgets everything behind `newLength`.
  public void cut(int newLength) {
    length = newLength;
  }

  public JsonOutput write(byte[] source) {
    return write(source, 0, source.length);
  }

  public JsonOutput write(byte[] source, int start, int end) {
    int count = end - start;
    reserve(count);
    System.arraycopy(source, start, bytes, length, count);
    length += count;
    return this;
  }

  public JsonOutput write(char ascii) {
    if (length == bytes.length) {
      reserve(1);
    }
    bytes[length++] = (byte) ascii;
    return this;
  }

  /// Text as it is, in UTF-8, without quotes.
  public JsonOutput raw(String text) {
    return write(text.getBytes(StandardCharsets.UTF_8));
  }

  public JsonOutput writeNull() {
    return write(NULL);
  }

  /// A value of an index, byte for byte.
  public JsonOutput write(JsonIndex index, int node) {
    return write(index.source(node), index.start(node), index.end(node));
  }

  /// A JSON string: quoted and escaped.
  public JsonOutput string(String text) {
    write('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
        write(c);
      } else if (c < 0x80) {
        escape(c);
      } else {
        int end = i + 1;
        while (end < text.length() && text.charAt(end) >= 0x80) {
          end++;
        }
        raw(text.substring(i, end));
        i = end - 1;
      }
    }
    return write('"');
  }

  private void escape(char c) {
    write('\\');
    switch (c) {
      case '"', '\\' -> write(c);
      case '\n' -> write('n');
      case '\r' -> write('r');
      case '\t' -> write('t');
      default -> {
        if (c < 0x20) {
          raw("u00").write((char) HEX[c >> 4]).write((char) HEX[c & 0xf]);
        } else {
          length--;
          write(c);
        }
      }
    }
  }

  /// A value made of maps, lists, strings, numbers, booleans and nulls, as [JsonValues] reads them.
  public JsonOutput value(@Nullable Object value) {
    switch (value) {
      case null -> writeNull();
      case String text -> string(text);
      case Number number -> raw(number.toString());
      case Boolean flag -> raw(flag.toString());
      case RawJson json -> write(json.bytes());
      case Map<?, ?> map -> {
        write('{');
        boolean first = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          if (!first) {
            write(',');
          }
          first = false;
          string(String.valueOf(entry.getKey())).write(':').value(entry.getValue());
        }
        write('}');
      }
      case List<?> list -> {
        write('[');
        for (int i = 0; i < list.size(); i++) {
          if (i > 0) {
            write(',');
          }
          value(list.get(i));
        }
        write(']');
      }
      default ->
          throw new IllegalArgumentException("%s is no JSON value".formatted(value.getClass()));
    }
    return this;
  }

  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
    }
  }
}
