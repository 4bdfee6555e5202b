package dev.orrery.permissions.oauth;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A request to an OAuth endpoint.
///
/// @param authorization the header of that name
/// @param address where it comes from
public record OAuthRequest(Form form, @Nullable String authorization, String address) {
  private static final String BASIC = "Basic ";

  /// A client's id and secret. It says nothing about itself.
  public record ClientSecret(String id, String secret) {
    @Override
    public String toString() {
      return "a client's secret";
    }
  }

  /// By `client_secret_basic` or `client_secret_post` (RFC 6749, section 2.3.1), not by both.
  ///
  /// @throws OAuthRefused when both are given, or the header is no HTTP Basic
  public Optional<ClientSecret> client() {
    @Nullable String posted = form.orNull("client_secret");
    if (authorization == null) {
      return posted == null
          ? Optional.empty()
          : Optional.of(new ClientSecret(form.required("client_id"), posted));
    }
    if (posted != null) {
      throw new OAuthRefused(
          Refusal.invalidRequest("a client shows who it is in one way, not in two"));
    }
    return Optional.of(basic(authorization));
  }

  private static ClientSecret basic(String header) {
    if (header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      try {
        String pair =
            new String(
                Base64.getDecoder().decode(header.substring(BASIC.length()).strip()),
                StandardCharsets.UTF_8);
        int colon = pair.indexOf(':');
        if (colon >= 0) {
          return new ClientSecret(pair.substring(0, colon), pair.substring(colon + 1));
        }
      } catch (IllegalArgumentException noBase64) {
        throw new OAuthRefused(Refusal.invalidClient());
      }
    }
    throw new OAuthRefused(Refusal.invalidClient());
  }

  @Override
  public String toString() {
    return "a request from " + address;
  }
}
