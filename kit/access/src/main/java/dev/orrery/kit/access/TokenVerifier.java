package dev.orrery.kit.access;

import dev.orrery.kit.ids.TypeId;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.DefaultJWTParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/// Says what a signed token proves.
///
/// Tokens are JWTs (RFC 7519) signed with ES256. The claim `organizations` maps ids to roles
/// (`{"org_...": "EDITOR"}`), `user_version` is the version of the user that these roles are of,
/// and `platform` is `true` for operators of the platform. Signature, issuer, audience and times
/// are checked; a clock skew of 10 seconds is allowed. The keys come as a JWKS (RFC 7517) from a
/// file or a URL, and are read again when a token names one that is not known.
@ApplicationScoped
public class TokenVerifier {
  /// The claim that says which version of the user the token's roles are of.
  public static final String USER_VERSION = "user_version";

  public static final String ISSUER = "https://orrery.dev";
  public static final String AUDIENCE = "orrery";

  private static final int CLOCK_SKEW_SECONDS = 10;
  private static final int KEYS_REFRESH_MINUTES = 5;
  // An attacker may name any key: unknown ones cause two reads a minute, no more.
  private static final int UNKNOWN_KEY_REFRESH_SECONDS = 30;

  private final JWTParser parser;

  @Inject
  TokenVerifier(
      @ConfigProperty(name = "orrery.jwks") String jwks,
      @ConfigProperty(name = "orrery.tokens.issuer", defaultValue = ISSUER) String issuer) {
    this(keysAt(location(jwks)), issuer);
  }

  private TokenVerifier(JWTAuthContextInfo expected, String issuer) {
    expected.setIssuedBy(issuer);
    expected.setExpectedAudience(Set.of(AUDIENCE));
    expected.setSignatureAlgorithm(Set.of(SignatureAlgorithm.ES256));
    expected.setClockSkew(CLOCK_SKEW_SECONDS);
    parser = new DefaultJWTParser(expected);
  }

  /// For the one who signs the tokens, and need not ask anybody for the keys.
  ///
  /// @param jwks the keys themselves (RFC 7517)
  public static TokenVerifier withKeys(String jwks, String issuer) {
    JWTAuthContextInfo expected = new JWTAuthContextInfo();
    expected.setPublicKeyContent(jwks);
    return new TokenVerifier(expected, issuer);
  }

  private static JWTAuthContextInfo keysAt(String location) {
    JWTAuthContextInfo expected = new JWTAuthContextInfo();
    expected.setPublicKeyLocation(location);
    expected.setJwksRefreshInterval(KEYS_REFRESH_MINUTES);
    expected.setForcedJwksRefreshInterval(UNKNOWN_KEY_REFRESH_SECONDS);
    return expected;
  }

  private static String location(String jwks) {
    return jwks.contains(":") ? jwks : "file:" + jwks;
  }

  /// Blocks while keys are read for the first time.
  ///
  /// @throws InvalidTokenException when the token proves nothing
  public VerifiedToken verify(String token) {
    try {
      return verified(parser.parse(token));
    } catch (ParseException refused) {
      throw new InvalidTokenException("the token is expired, not ours, or malformed", refused);
    } catch (IllegalArgumentException | ArithmeticException | ClassCastException malformed) {
      throw new InvalidTokenException("the token's claims are malformed", malformed);
    }
  }

  private static VerifiedToken verified(JsonWebToken token) {
    @Nullable String subject = token.getSubject();
    if (subject == null || subject.isBlank()) {
      throw new InvalidTokenException("the token names no subject", null);
    }
    Map<UUID, Role> roles = new HashMap<>();
    @Nullable JsonObject organizations = token.getClaim("organizations");
    if (organizations != null) {
      organizations.forEach((id, role) ->
          roles.put(
              TypeId.parse(id, "org").uuid(),
              Role.valueOf(((JsonString) role).getString().toUpperCase(Locale.ROOT))));
    }
    @Nullable Object platform = token.getClaim("platform");
    return new VerifiedToken(
        subject, roles, version(token), platform != null && platform.toString().equals("true"));
  }

  private static long version(JsonWebToken token) {
    @Nullable JsonNumber version = token.getClaim(USER_VERSION);
    return version == null ? 0 : version.longValueExact();
  }
}
