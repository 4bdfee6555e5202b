package dev.orrery.permissions.oauth;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// An error as RFC 6749, section 5.2, words it.
///
/// @param retryAfter when it is worth another try
public record Refusal(int status, String error, String description, @Nullable Duration retryAfter)
    implements Reply {

  private static Refusal of(int status, String error, String description) {
    return new Refusal(status, error, description, null);
  }

  public static Refusal invalidRequest(String description) {
    return of(400, "invalid_request", description);
  }

  /// What is exchanged for a token is wrong, expired or revoked.
  public static Refusal invalidGrant(String description) {
    return of(400, "invalid_grant", description);
  }

  public static Refusal invalidScope(String description) {
    return of(400, "invalid_scope", description);
  }

  public static Refusal invalidTarget(String description) {
    return of(400, "invalid_target", description);
  }

  /// The client could not show who it is.
  public static Refusal invalidClient() {
    return of(401, "invalid_client", "the client's id or secret is wrong");
  }

  public static Refusal unsupportedGrant(String description) {
    return of(400, "unsupported_grant_type", description);
  }

  public static Refusal tooMany(Duration retryAfter) {
    return new Refusal(429, "slow_down", "too many failed attempts: try again later", retryAfter);
  }

  public static Refusal busy() {
    return new Refusal(503, "temporarily_unavailable", "try again", Duration.ofSeconds(1));
  }
}
