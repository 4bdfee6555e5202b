package dev.orrery.kit.access;

import org.jspecify.annotations.Nullable;

/// A token that proves nothing: unsigned, badly signed, expired, for somebody else, or not a token
/// at all.
///
/// The message is for the client; the cause, which may tell an attacker more, is for the log only.
public final class InvalidTokenException extends RuntimeException {
  InvalidTokenException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  public static InvalidTokenException revoked() {
    return new InvalidTokenException("the token is revoked", null);
  }

  public static InvalidTokenException absent() {
    return new InvalidTokenException(
        "send a token: the header 'Authorization: Bearer ...', with what './orrery token' prints",
        null);
  }
}
