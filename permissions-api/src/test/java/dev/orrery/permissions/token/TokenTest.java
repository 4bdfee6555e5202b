package dev.orrery.permissions.token;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kit.access.PublishedKeySet;
import dev.orrery.kit.access.TokenVerifier;
import dev.orrery.kit.access.VerifiedToken;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.testing.EventSchemas;
import dev.orrery.kit.testing.Graph;
import dev.orrery.kit.testing.NatsForTests;
import dev.orrery.kit.testing.TokensForTests;
import dev.orrery.permissions.OperatorResource;
import dev.orrery.permissions.People;
import dev.orrery.permissions.People.Person;
import dev.orrery.permissions.WithHouse;
import dev.orrery.permissions.key.SigningKeys;
import io.nats.client.Connection;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PushSubscribeOptions;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who gets which token, and which tokens prove nothing.
@WithHouse
class TokenTest {
  private static final String ISSUE =
      "mutation($i: IssueTokenInput!) { issueToken(input: $i) { token expiresAt } }";

  @Inject SigningKeys keys;

  @ConfigProperty(name = "orrery.jwks-file")
  Path jwksFile;

  NatsForTests nats;

  private String acme;
  private Person editor;

  @BeforeEach
  void anEditor() {
    acme = People.organization(People.operator(), "Acme");
    editor = People.user(acme, "EDITOR");
  }

  @Test
  void theOperatorGetsATokenForThePlatform() {
    Response answer = People.ask(Map.of("grant_type", "client_credentials"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.contentType()).startsWith("application/json");
    assertThat(answer.jsonPath().getString("token_type")).isEqualTo("Bearer");
    assertThat(answer.jsonPath().getInt("expires_in")).isEqualTo(3600);
    VerifiedToken viewer = asOthersVerify(answer.jsonPath().getString("access_token"));
    assertThat(viewer.platform()).isTrue();
    assertThat(viewer.subject()).isEqualTo("operator");
  }

  @Test
  void aUsersTokenSaysWhoAsksAndNothingOfWhatThatOneMay() {
    VerifiedToken viewer = asOthersVerify(People.token(Map.of("subject", editor.email())));

    assertThat(viewer.platform()).isFalse();
    assertThat(viewer.subject()).isEqualTo(editor.id());
    assertThat(viewer.scope()).isNull();
    assertThat(viewer.policyRevision()).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"operator, wrong", "operator, ''", "admin, correct horse: battery staple", "'', ''"})
  void whoDoesNotKnowTheSecretGetsNothing(String user, String secret) {
    Response answer =
        given()
            .auth()
            .preemptive()
            .basic(user, secret)
            .formParam("grant_type", "client_credentials")
            .post("/oauth/token");

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).startsWith("Basic");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.jsonPath().getString("error")).isEqualTo("invalid_client");
    assertThat(answer.asString()).doesNotContain(OperatorResource.SECRET);
  }

  @ParameterizedTest
  @CsvSource({"Bearer abc", "Basic !!!", "Basic", "''"})
  void aHeaderThatIsNoProofGetsNothing(String header) {
    assertThat(
            given()
                .header("Authorization", header)
                .formParam("grant_type", "client_credentials")
                .post("/oauth/token")
                .statusCode())
        .isEqualTo(401);
  }

  @Test
  void anEmptySecretIsNobodys() {
    for (String secret : List.of("", " ", "operator")) {
      assertThat(
              given()
                  .auth()
                  .preemptive()
                  .basic("operator", secret)
                  .formParam("grant_type", "client_credentials")
                  .post("/oauth/token")
                  .statusCode())
          .isEqualTo(401);
    }
  }

  @Test
  void errorsSpeakTheWordsOfTheStandard() {
    assertThat(error(Map.of())).isEqualTo("invalid_request");
    assertThat(error(Map.of("grant_type", "magic"))).isEqualTo("unsupported_grant_type");
    assertThat(error(Map.of("grant_type", "client_credentials", "subject", "nobody@example.com")))
        .isEqualTo("invalid_grant");
    Response twice =
        basic()
            .formParam("grant_type", "client_credentials", "client_credentials")
            .post("/oauth/token");
    assertThat(twice.statusCode()).isEqualTo(400);
    assertThat(twice.jsonPath().getString("error")).isEqualTo("invalid_request");
    Response json =
        basic()
            .contentType("application/json")
            .body("{\"grant_type\":\"client_credentials\"}")
            .post("/oauth/token");
    assertThat(json.statusCode()).isEqualTo(400);
    assertThat(given().get("/oauth/token").statusCode()).isIn(404, 405);
  }

  @Test
  void usersRenewTheirOwnTokenAndNobodyElses() {
    JsonPath renewed = editor.graph().data(ISSUE, Map.of("i", Map.of("lifetimeSeconds", 600)));

    VerifiedToken viewer = asOthersVerify(renewed.getString("issueToken.token"));
    assertThat(viewer.subject()).isEqualTo(editor.id());
    assertThat(viewer.platform()).isFalse();
    assertThat(Instant.parse(renewed.getString("issueToken.expiresAt")))
        .isBetween(Instant.now().plusSeconds(590), Instant.now().plusSeconds(601));
    Person fellow = People.user(acme, "OWNER");
    Person stranger = People.user(People.organization(People.operator(), "Other"), "OWNER");
    assertThat(editor.graph().refusal(ISSUE, Map.of("i", Map.of("user", fellow.id()))))
        .isEqualTo("FORBIDDEN");
    assertThat(editor.graph().refusal(ISSUE, Map.of("i", Map.of("user", stranger.id()))))
        .isEqualTo("NOT_FOUND");
  }

  @Test
  void operatorsIssueTokensForUsersAndNotForThemselves() {
    Graph operator = People.operator();

    JsonPath issued = operator.data(ISSUE, Map.of("i", Map.of("user", editor.id())));

    assertThat(asOthersVerify(issued.getString("issueToken.token")).subject())
        .isEqualTo(editor.id());
    assertThat(operator.refusal(ISSUE, Map.of("i", Map.of()))).isEqualTo("INVALID_ARGUMENT");
    assertThat(
            operator.refusal(
                ISSUE, Map.of("i", Map.of("user", TypeId.generate("user").toString()))))
        .isEqualTo("NOT_FOUND");
  }

  @ParameterizedTest
  @CsvSource({"0", "59", "86401", "-1"})
  void aTokenLastsAMinuteToADay(int seconds) {
    assertThat(editor.graph().refusal(ISSUE, Map.of("i", Map.of("lifetimeSeconds", seconds))))
        .isEqualTo("INVALID_ARGUMENT");
  }

  @Test
  void thePublishedKeysVerifyAndKeepTheSecret() throws Exception {
    String served =
        given().get("/.well-known/jwks.json").then().statusCode(200).extract().asString();
    String written = Files.readString(jwksFile);

    assertThat(written).isEqualTo(served);
    assertThat(new JsonPath(served).getMap("keys[0]"))
        .containsKeys("kty", "crv", "x", "y", "kid", "alg");
    assertThat(new JsonPath(served).getMap("keys[0]")).doesNotContainKey("d");
    assertThat(served).doesNotContain("\"d\"");
    try (var besides = Files.list(jwksFile.getParent())) {
      assertThat(besides).containsExactly(jwksFile);
    }
  }

  @Test
  void anIssuedTokenIsToldButNotItsText() throws Exception {
    String token = People.token(Map.of("subject", editor.email()));
    String id = new JsonPath(payload(token)).getString("jti");
    List<String> events = new ArrayList<>();
    Instant end = Instant.now().plusSeconds(30);
    try (Connection connection = nats.connect()) {
      JetStreamSubscription subscription =
          connection
              .jetStream()
              .subscribe(
                  "changes.token.created.*." + id,
                  PushSubscribeOptions.stream("CHANGES_PERMISSIONS"));
      while (events.isEmpty() && Instant.now().isBefore(end)) {
        Message message = subscription.nextMessage(Duration.ofMillis(200));
        if (message != null) {
          events.add(new String(message.getData(), StandardCharsets.UTF_8));
        }
      }
    }

    assertThat(events).hasSize(1);
    try (Connection connection = nats.connect()) {
      assertThat(EventSchemas.assertAllValid(connection, "CHANGES_PERMISSIONS"))
          .as("with the events of the organization and its user")
          .isGreaterThanOrEqualTo(3);
    }
    assertThat(new JsonPath(events.getFirst()).getString("data.after.user")).isEqualTo(editor.id());
    assertThat(events.getFirst())
        .doesNotContain(token.split("\\.")[1])
        .doesNotContain(token.split("\\.")[2]);
  }

  @Test
  void whatWeSignedIsBelieved() throws Exception {
    assertThat(refused(signed(claims()))).isFalse();
  }

  @Test
  void aTokenOfAnotherKeyProvesNothingWhateverKeyItNames() {
    String foreign = TokensForTests.withNewKey().ofPlatform("operator");
    String[] parts = foreign.split("\\.");
    String renamed =
        base64("{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"%s\"}".formatted(kid()));

    assertThat(refused(foreign)).isTrue();
    assertThat(refused("%s.%s.%s".formatted(renamed, parts[1], parts[2]))).isTrue();
  }

  @Test
  void aChangedTokenProvesNothing() {
    String token = People.token(Map.of("subject", editor.email()));
    String[] parts = token.split("\\.");
    String richer = payload(token).replaceFirst("\\{", "{\"platform\":true,");

    assertThat(payload(token)).isNotEqualTo(richer);
    assertThat(refused("%s.%s.%s".formatted(parts[0], base64(richer), parts[2]))).isTrue();
  }

  @Test
  void aTokenIsGoodForTenSecondsAfterItsEndAndNoLonger() throws Exception {
    assertThat(refused(signed(expired(5)))).isFalse();
    assertThat(refused(signed(expired(12)))).isTrue();
  }

  @Test
  void aTokenWithoutAnEndOrForOthersProvesNothing() throws Exception {
    JwtClaims endless = claims();
    endless.unsetClaim("exp");
    JwtClaims elsewhere = claims();
    elsewhere.setAudience("another");
    JwtClaims noAudience = claims();
    noAudience.unsetClaim("aud");
    JwtClaims foreign = claims();
    foreign.setIssuer("https://example.com");
    JwtClaims noIssuer = claims();
    noIssuer.unsetClaim("iss");
    JwtClaims early = claims();
    NumericDate later = NumericDate.now();
    later.addSeconds(60);
    early.setNotBefore(later);

    for (JwtClaims claims : List.of(endless, elsewhere, noAudience, foreign, noIssuer, early)) {
      assertThat(refused(signed(claims))).as(claims.toJson()).isTrue();
    }
  }

  private static JwtClaims claims() {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(TokenVerifier.ISSUER);
    claims.setAudience(TokenVerifier.AUDIENCE);
    claims.setSubject("operator");
    claims.setIssuedAtToNow();
    claims.setGeneratedJwtId();
    claims.setExpirationTimeMinutesInTheFuture(5);
    claims.setClaim("platform", true);
    return claims;
  }

  private static JwtClaims expired(int secondsAgo) {
    JwtClaims claims = claims();
    NumericDate end = NumericDate.now();
    end.addSeconds(-secondsAgo);
    claims.setExpirationTime(end);
    NumericDate begin = NumericDate.now();
    begin.addSeconds(-600);
    claims.setIssuedAt(begin);
    return claims;
  }

  private String signed(JwtClaims claims) {
    return keys.sign(claims, TokenVerifier.TYPE);
  }

  private static String kid() {
    return new JsonPath(
            new String(
                Base64.getUrlDecoder().decode(People.token(Map.of()).split("\\.")[0]),
                StandardCharsets.UTF_8))
        .getString("kid");
  }

  private static boolean refused(String token) {
    Response answer =
        given()
            .header("Authorization", "Bearer " + token)
            .contentType("application/json")
            .body("{\"query\": \"{ organizations { totalCount } }\"}")
            .post("/graphql");
    assertThat(answer.statusCode()).isIn(200, 401);
    if (answer.statusCode() == 401) {
      assertThat(answer.jsonPath().getString("errors[0].extensions.code"))
          .isEqualTo("UNAUTHENTICATED");
    } else {
      assertThat(answer.jsonPath().getList("errors")).isNull();
    }
    return answer.statusCode() == 401;
  }

  /// As every other service does it: with the keys that this one wrote.
  private VerifiedToken asOthersVerify(String token) {
    return TokenVerifier.withKeys(
            new PublishedKeySet(jwksFile.toString(), Clock.systemUTC()), TokenVerifier.ISSUER)
        .verify(token);
  }

  private static String error(Map<String, String> form) {
    Response answer = People.ask(form);
    assertThat(answer.statusCode()).isEqualTo(400);
    return answer.jsonPath().getString("error");
  }

  private static io.restassured.specification.RequestSpecification basic() {
    return given().auth().preemptive().basic("operator", OperatorResource.SECRET);
  }

  private static String payload(String token) {
    return new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
