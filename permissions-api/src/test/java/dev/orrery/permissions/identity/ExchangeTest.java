package dev.orrery.permissions.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kit.testing.Graph;
import dev.orrery.permissions.ForeignIssuer;
import dev.orrery.permissions.OAuth;
import dev.orrery.permissions.People;
import dev.orrery.permissions.People.Person;
import dev.orrery.permissions.WithHouse;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The word of others about who somebody is.
@WithHouse
class ExchangeTest {
  private static final String CREATE =
      "mutation($i: CreateTrustedIssuerInput!) { createTrustedIssuer(input: $i) { trustedIssuer { id version } } }";
  private static final String UPDATE =
      "mutation($i: UpdateTrustedIssuerInput!) { updateTrustedIssuer(input: $i) { trustedIssuer { id version } } }";
  private static final String DELETE =
      "mutation($i: DeleteTrustedIssuerInput!) { deleteTrustedIssuer(input: $i) { trustedIssuer { id } } }";

  private ForeignIssuer issuer;
  private String acme;
  private Person ann;

  @BeforeEach
  void anIssuer() throws Exception {
    issuer = new ForeignIssuer();
    acme = People.organization(People.operator(), "Acme");
    ann = People.user(acme, "EDITOR");
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  private static Response exchange(String token) {
    return OAuth.token(
        Map.of(
            "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange",
            "subject_token", token,
            "subject_token_type", "urn:ietf:params:oauth:token-type:id_token"));
  }

  private Map<String, Object> wish(String... more) {
    Map<String, Object> input =
        new HashMap<>(
            Map.of(
                "organization",
                acme,
                "name",
                "theirs",
                "issuer",
                issuer.address(),
                "audience",
                "orrery"));
    for (int i = 0; i < more.length; i += 2) {
      input.put(more[i], more[i + 1]);
    }
    return Map.of("i", input);
  }

  private String trust(String... more) {
    return People.operator()
        .data(CREATE, wish(more))
        .getString("createTrustedIssuer.trustedIssuer.id");
  }

  private void refused(String why, Consumer<JwtClaims> change) {
    Response answer = exchange(issuer.token(ann.email(), change));
    assertThat(answer.statusCode()).as(why).isEqualTo(400);
    assertThat(answer.jsonPath().getString("error")).as(why).isEqualTo("invalid_grant");
    assertThat(answer.jsonPath().getString("error_description"))
        .as(why)
        .isEqualTo("the subject token is not good, or lets nobody in here");
  }

  @Test
  void aTrustedIssuersTokenIsExchangedForOneOfOurs() {
    trust();
    Response answer = exchange(issuer.token(ann.email(), _ -> {}));

    assertThat(answer.statusCode()).isEqualTo(200);
    JsonPath json = answer.jsonPath();
    assertThat(json.getString("issued_token_type"))
        .isEqualTo("urn:ietf:params:oauth:token-type:access_token");
    assertThat(json.getInt("expires_in")).isBetween(280, 300);
    assertThat(
            Graph.as(json.getString("access_token"))
                .data("{ viewer { id } }")
                .getString("viewer.id"))
        .isEqualTo(ann.id());
  }

  @Test
  void anIssuerThatNobodyTrustsIsNotEvenAsked() {
    refused("not trusted", _ -> {});
    assertThat(issuer.reads()).isZero();
  }

  @Test
  void whatDoesNotProveAnythingIsRefused() {
    trust();
    refused("another audience", claims -> claims.setAudience("another"));
    refused("no audience", claims -> claims.unsetClaim("aud"));
    refused(
        "expired",
        claims -> {
          claims.setIssuedAt(NumericDate.fromSeconds(System.currentTimeMillis() / 1000 - 600));
          claims.setExpirationTime(NumericDate.fromSeconds(System.currentTimeMillis() / 1000 - 60));
        });
    refused("endless", claims -> claims.unsetClaim("exp"));
    refused("not verified", claims -> claims.setClaim("email_verified", false));
    refused("no address", claims -> claims.unsetClaim("email"));
    refused("nobody here", claims -> claims.setClaim("email", "nobody@example.com"));
    refused("no text", claims -> claims.setClaim("email", List.of(ann.email())));
    for (String odd : List.of("x", "a.b.c", ann.email())) {
      assertThat(exchange(odd).statusCode()).isEqualTo(400);
    }
    String hmac =
        issuer.token(
            ann.email(),
            _ -> {},
            header -> {
              header.setAlgorithmHeaderValue("HS256");
              header.setKey(new HmacKey(new byte[32]));
            });
    assertThat(exchange(hmac).statusCode()).isEqualTo(400);
    String unknown =
        issuer.token(ann.email(), _ -> {}, header -> header.setKeyIdHeaderValue("other"));
    assertThat(exchange(unknown).statusCode()).isEqualTo(400);
  }

  @Test
  void anIssuerLetsInAccountsOfItsOrganizationAlone() {
    trust();
    Person stranger = People.user(People.organization(People.operator(), "Globex"), "OWNER");
    assertThat(exchange(issuer.token(stranger.email(), _ -> {})).statusCode()).isEqualTo(400);
    assertThat(exchange(issuer.token(ann.email(), _ -> {})).statusCode()).isEqualTo(200);
  }

  @Test
  void conditionsAndMappingsAreCelOverTheClaims() {
    trust(
        "condition", "has(claims.groups) && 'ops' in claims.groups",
        "subject", "claims.preferred_username + '@example.com'",
        "actions", "claims.groups.map(g, g + '.read')");
    Consumer<JwtClaims> named =
        claims -> claims.setClaim("preferred_username", ann.email().replace("@example.com", ""));
    refused("without groups", named);
    refused("of another group", named.andThen(claims -> claims.setClaim("groups", List.of("dev"))));
    Response answer =
        exchange(
            issuer.token(
                "another@example.com",
                named.andThen(claims -> claims.setClaim("groups", List.of("ops", "site")))));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(OAuth.inspect(answer.jsonPath().getString("access_token")).getString("scope"))
        .isEqualTo("ops.read site.read");
    refused(
        "actions that are none",
        named.andThen(claims -> claims.setClaim("groups", List.of("ops", "No group!"))));
  }

  @ParameterizedTest
  @CsvSource({
    "subject, claims.email ==",
    "subject, 1 + 1",
    "subject, unknown.email",
    "condition, 'yes'",
    "actions, claims.size()",
    "issuer, http://sso.example.com",
    "issuer, https://sso.example.com/?x=y",
    "issuer, file:///etc/passwd",
    "issuer, https://orrery.dev",
    "issuer, nonsense",
    "audience, ' '"
  })
  void whatCannotBeTrustedIsRefusedAtOnce(String field, String value) {
    assertThat(People.operator().refusal(CREATE, wish(field, value))).isEqualTo("INVALID_ARGUMENT");
  }

  @Test
  void whenTrustEndsOrChangesSoDoTheTokensOfBefore() {
    String id = trust();
    String first =
        exchange(issuer.token(ann.email(), _ -> {})).jsonPath().getString("access_token");
    assertThat(OAuth.lets(first)).isTrue();
    People.operator()
        .data(UPDATE, Map.of("i", Map.of("id", id, "version", 1, "condition", "claims.staff")));
    assertThat(OAuth.lets(first)).isFalse();
    refused("not staff", _ -> {});
    assertThat(
            exchange(issuer.token(ann.email(), claims -> claims.setClaim("staff", true)))
                .statusCode())
        .isEqualTo(200);
    People.operator().data(DELETE, Map.of("i", Map.of("id", id, "version", 2)));
    refused("trusted no longer", claims -> claims.setClaim("staff", true));
  }

  @Test
  void whomTheHouseTrustsIsForOperatorsToSayAndToSee() {
    String id = trust();
    Person owner = People.user(acme, "OWNER");
    assertThat(owner.graph().refusal(CREATE, wish("name", "mine"))).isEqualTo("FORBIDDEN");
    assertThat(
            owner
                .graph()
                .data("{ trustedIssuers { totalCount } }")
                .getInt("trustedIssuers.totalCount"))
        .isZero();
    assertThat(owner.graph().refusal(DELETE, Map.of("i", Map.of("id", id, "version", 1))))
        .isEqualTo("NOT_FOUND");
  }
}
