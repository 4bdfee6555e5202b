package dev.orrery.kit.ids;

import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// 128 bits in 26 characters of Crockford's alphabet, most significant first, in lower case only.
final class Base32 {
  private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
  private static final byte[] VALUES = values();
  private static final int LENGTH = 26;

  private Base32() {}

  static String encode(UUID uuid) {
    char[] text = new char[LENGTH];
    long high = uuid.getMostSignificantBits();
    long low = uuid.getLeastSignificantBits();
    for (int i = LENGTH - 1; i >= 0; i--) {
      text[i] = ALPHABET[(int) (low & 31)];
      low = (low >>> 5) | (high << 59);
      high >>>= 5;
    }
    return new String(text);
  }

  /// @param whole what the client wrote, for the message
  static UUID decode(String whole, String suffix) {
    if (suffix.length() != LENGTH) {
      throw new MalformedIdException(
          whole,
          "the part after the underscore has %d characters, not 26".formatted(suffix.length()));
    }
    long high = 0;
    long low = 0;
    for (int i = 0; i < LENGTH; i++) {
      char character = suffix.charAt(i);
      int value = character < VALUES.length ? VALUES[character] : -1;
      if (value < 0) {
        throw new MalformedIdException(
            whole,
            "'%s' is not a character of an id (0-9 a-z without i l o u)".formatted(character));
      }
      // 26 characters carry 130 bits: the first one may only use three of its five.
      if (i == 0 && value > 7) {
        throw new MalformedIdException(whole, "it is greater than the greatest id");
      }
      high = (high << 5) | (low >>> 59);
      low = (low << 5) | value;
    }
    return new UUID(high, low);
  }

  /// The UUID in a text from there to its end; null when it is none.
  static @Nullable UUID decodeOrNull(String text, int start) {
    if (text.length() - start != LENGTH || text.charAt(start) > '7') {
      return null;
    }
    long high = 0;
    long low = 0;
    for (int i = 0; i < LENGTH; i++) {
      char character = text.charAt(start + i);
      int value = character < VALUES.length ? VALUES[character] : -1;
      if (value < 0) {
        return null;
      }
      high = (high << 5) | (low >>> 59);
      low = (low << 5) | value;
    }
    return new UUID(high, low);
  }

  private static byte[] values() {
    byte[] values = new byte[128];
    Arrays.fill(values, (byte) -1);
    for (int i = 0; i < ALPHABET.length; i++) {
      values[ALPHABET[i]] = (byte) i;
    }
    return values;
  }
}
