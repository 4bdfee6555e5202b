package dev.orrery.permissions.token;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// What operators prove themselves with: the secret `orrery.operator.secret`. Without one, nobody
/// is an operator.
@ApplicationScoped
class OperatorSecret {
  private static final String BASIC = "Basic ";

  private final Optional<byte[]> digest;

  OperatorSecret(@ConfigProperty(name = "orrery.operator.secret") Optional<String> secret) {
    this.digest =
        secret
            .filter(given -> !given.isBlank())
            .map(given -> digest(TokenIssuer.OPERATOR + ":" + given));
  }

  /// Whether an `Authorization` header (RFC 7617) carries the secret. Takes the same time for any
  /// wrong one.
  boolean isProvenBy(@Nullable String header) {
    if (header == null || !header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return false;
    }
    byte[] given;
    try {
      given = Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
    } catch (IllegalArgumentException noBase64) {
      return false;
    }
    byte[] compared = digest(new String(given, StandardCharsets.UTF_8));
    return digest.isPresent() && MessageDigest.isEqual(digest.get(), compared);
  }

  /// Digests are of one length, so that comparing them tells nothing about the secret's.
  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
