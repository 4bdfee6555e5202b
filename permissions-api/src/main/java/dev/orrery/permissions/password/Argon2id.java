package dev.orrery.permissions.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Argon2id (RFC 9106) in the PHC string format: `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>`.
///
/// @param memoryKib how much memory one hash takes
/// @param iterations how often it goes through that memory
record Argon2id(int memoryKib, int iterations) {
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Pattern PHC =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=1\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

  /// A salted hash, for the record.
  String hash(String password) {
    byte[] salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    return "$argon2id$v=19$m=%d,t=%d,p=1$%s$%s"
        .formatted(memoryKib, iterations, text(salt), text(bytes(password, salt, HASH_BYTES)));
  }

  /// Whether a hash of the record is of this password; with the hash's own parameters, in the same
  /// time whether it is or not.
  static boolean matches(String password, String recorded) {
    Matcher phc = PHC.matcher(recorded);
    if (!phc.matches()) {
      throw new IllegalStateException("the table user_password holds something that is no hash");
    }
    byte[] hash = Base64.getDecoder().decode(phc.group(4));
    byte[] salt = Base64.getDecoder().decode(phc.group(3));
    return MessageDigest.isEqual(hash, parameters(phc).bytes(password, salt, hash.length));
  }

  /// Whether a hash was made with these parameters.
  boolean made(String recorded) {
    return Optional.of(PHC.matcher(recorded))
        .filter(Matcher::matches)
        .map(phc -> parameters(phc).equals(this))
        .orElse(false);
  }

  private static Argon2id parameters(Matcher phc) {
    return new Argon2id(Integer.parseInt(phc.group(1)), Integer.parseInt(phc.group(2)));
  }

  private byte[] bytes(String password, byte[] salt, int length) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memoryKib)
            .withIterations(iterations)
            .withParallelism(1)
            .withSalt(salt)
            .build());
    byte[] bytes = new byte[length];
    generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), bytes);
    return bytes;
  }

  private static String text(byte[] bytes) {
    return Base64.getEncoder().withoutPadding().encodeToString(bytes);
  }
}
