package dev.orrery.permissions.secret;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.zip.CRC32;

/// Secrets that are nothing but long and random: `orrery_pat_` and the like, 43 letters and digits
/// of 256 random bits, and six that are their CRC-32.
///
/// The prefix lets scanners find one that was published by mistake; the checksum tells a mistyped
/// or made-up one apart without asking anybody. Only the SHA-256 of a secret is ever kept, which
/// suffices for what cannot be guessed.
public enum OpaqueSecret {
  PERSONAL_ACCESS_TOKEN("orrery_pat_"),
  REFRESH_TOKEN("orrery_ref_"),
  CLIENT_SECRET("orrery_sec_");

  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int BYTES = 32;
  private static final int BODY = 43;
  private static final int CHECKSUM = 6;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String prefix;

  OpaqueSecret(String prefix) {
    this.prefix = prefix;
  }

  public String prefix() {
    return prefix;
  }

  public String make() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    String start = prefix + base62(new BigInteger(1, bytes), BODY);
    return start + checksum(start);
  }

  /// Whether a text could be such a secret.
  public boolean fits(String text) {
    int length = prefix.length() + BODY;
    return text.length() == length + CHECKSUM
        && text.startsWith(prefix)
        && checksum(text.substring(0, length)).equals(text.substring(length));
  }

  /// What is kept of a secret.
  public static byte[] digest(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  private static String checksum(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return base62(BigInteger.valueOf(crc.getValue()), CHECKSUM);
  }

  private static String base62(BigInteger number, int length) {
    BigInteger base = BigInteger.valueOf(DIGITS.length());
    StringBuilder text = new StringBuilder();
    BigInteger rest = number;
    while (text.length() < length) {
      BigInteger[] parts = rest.divideAndRemainder(base);
      text.append(DIGITS.charAt(parts[1].intValue()));
      rest = parts[0];
    }
    return text.reverse().toString();
  }
}
