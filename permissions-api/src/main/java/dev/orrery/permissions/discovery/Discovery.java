package dev.orrery.permissions.discovery;

import dev.orrery.kit.access.TokenVerifier;
import dev.orrery.permissions.token.TokenEndpoint;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Where everything is, for programs: OpenID Connect Discovery 1.0, and the same by RFC 8414.
///
/// Addresses begin with `orrery.tokens.address`, or else with the issuer, never with what a client
/// says that it called. There is no `authorization_endpoint`: people who sign in by browser do so
/// at an issuer that is trusted, whose token is exchanged here.
@ApplicationScoped
class Discovery {
  private static final List<String> AUTHENTICATION =
      List.of("client_secret_basic", "client_secret_post");

  private final String document;

  Discovery(
      TokenEndpoint tokens,
      @ConfigProperty(name = "orrery.tokens.issuer", defaultValue = TokenVerifier.ISSUER)
          String issuer,
      @ConfigProperty(name = "orrery.tokens.address") Optional<String> address) {
    String base = address.orElse(issuer).replaceFirst("/+$", "");
    this.document =
        new JsonObject()
            .put("issuer", issuer)
            .put("jwks_uri", base + "/.well-known/jwks.json")
            .put("token_endpoint", base + "/oauth/token")
            .put("introspection_endpoint", base + "/oauth/introspect")
            .put("revocation_endpoint", base + "/oauth/revoke")
            .put("userinfo_endpoint", base + "/oauth/userinfo")
            .put("grant_types_supported", new JsonArray(tokens.types()))
            .put("response_types_supported", new JsonArray())
            .put("subject_types_supported", new JsonArray().add("public"))
            .put("scopes_supported", new JsonArray().add("openid"))
            .put("id_token_signing_alg_values_supported", new JsonArray().add("ES256"))
            .put("token_endpoint_auth_methods_supported", with("none"))
            .put("introspection_endpoint_auth_methods_supported", new JsonArray(AUTHENTICATION))
            .put("revocation_endpoint_auth_methods_supported", new JsonArray().add("none"))
            .put(
                "claims_supported",
                new JsonArray(List.of("sub", "iss", "aud", "exp", "iat", "email", "name")))
            .encodePrettily();
  }

  private static JsonArray with(String method) {
    return new JsonArray(AUTHENTICATION).copy().add(method);
  }

  void route(@Observes Router router) {
    for (String path :
        List.of("/.well-known/openid-configuration", "/.well-known/oauth-authorization-server")) {
      router
          .get(path)
          .handler(http ->
              http.response()
                  .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                  .putHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=300")
                  .end(document));
    }
  }
}
