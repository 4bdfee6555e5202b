package dev.orrery.permissions.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.testing.Graph;
import dev.orrery.permissions.OAuth;
import dev.orrery.permissions.OperatorResource;
import dev.orrery.permissions.People;
import dev.orrery.permissions.People.Person;
import dev.orrery.permissions.WithHouse;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Passwords, what follows from a sign-in, and how it ends.
@WithHouse
class SignInTest {
  private static final String PASSWORD = "a long enough password";
  private static final String SET =
      "mutation($i: SetPasswordInput!) { setPassword(input: $i) { user { id } } }";

  private Person person;

  @BeforeEach
  void somebodyWithAPassword() {
    person = People.user(People.organization(People.operator(), "Acme"), "EDITOR");
    OAuth.setPassword(person.id(), PASSWORD);
  }

  @Test
  void whoKnowsThePasswordGetsInForTenMinutes() {
    Response answer = OAuth.signIn(person.email().toUpperCase(java.util.Locale.ROOT), PASSWORD);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.jsonPath().getInt("expires_in")).isEqualTo(600);
    assertThat(answer.jsonPath().getString("refresh_token")).startsWith("orrery_ref_");
    String token = answer.jsonPath().getString("access_token");
    assertThat(OAuth.lets(token)).isTrue();
    assertThat(part(token, 0).getString("typ")).isEqualTo("at+jwt");
    JsonPath claims = part(token, 1);
    assertThat(claims.getString("sub")).isEqualTo(person.id());
    assertThat(claims.getString("client_id")).isEqualTo("orrery");
    assertThat(claims.getString("sid")).startsWith("login_");
    assertThat(claims.getString("jti")).startsWith("tok_");
  }

  @Test
  void aWrongPasswordAndAnUnknownUserGetTheSameAnswer() {
    Person without = People.user(People.organization(People.operator(), "Other"), "VIEWER");
    Response wrong = OAuth.signIn(person.email(), PASSWORD + ".");
    Response unknown = OAuth.signIn("nobody@example.com", PASSWORD);
    Response none = OAuth.signIn(without.email(), PASSWORD);

    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.jsonPath().getString("error")).isEqualTo("invalid_grant");
    assertThat(unknown.asString()).isEqualTo(wrong.asString());
    assertThat(none.asString()).isEqualTo(wrong.asString());
    assertThat(unknown.statusCode()).isEqualTo(400);
  }

  @Test
  void anUnknownUserTakesAsLongAsAWrongPassword() {
    List<Long> wrong = new ArrayList<>();
    List<Long> unknown = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      wrong.add(millis(person.email()));
      unknown.add(millis("nobody-%s@example.com".formatted(TypeId.generate("x"))));
    }
    long usual = median(wrong);
    // without the comparison with nobody's hash it is a twentieth
    assertThat(median(unknown)).isBetween(usual / 3, usual * 3);
  }

  private static long millis(String email) {
    long start = System.nanoTime();
    assertThat(OAuth.signIn(email, "wrong and long enough").statusCode()).isEqualTo(400);
    return (System.nanoTime() - start) / 1_000;
  }

  private static long median(List<Long> values) {
    Collections.sort(values);
    return values.get(values.size() / 2);
  }

  @Test
  void whoGuessesIsSlowedDownAndOthersAreNot() {
    List<Integer> statuses = new ArrayList<>();
    Response last = null;
    for (int i = 0; i < 12; i++) {
      last = OAuth.signIn(person.email(), "guess number " + i);
      statuses.add(last.statusCode());
    }
    assertThat(statuses.subList(0, 10)).containsOnly(400);
    assertThat(statuses.subList(10, 12)).containsOnly(429);
    assertThat(Integer.parseInt(last.header("Retry-After"))).isBetween(800, 900);
    assertThat(OAuth.signIn(person.email(), PASSWORD).statusCode())
        .as("a right guess tells nothing either")
        .isEqualTo(429);
    Person other = People.user(People.organization(People.operator(), "Other"), "VIEWER");
    OAuth.setPassword(other.id(), PASSWORD);
    assertThat(OAuth.signIn(other.email(), PASSWORD).statusCode()).isEqualTo(200);
  }

  @Test
  void usersChangeTheirPasswordIfTheyKnowItAndAllSignInsEnd() {
    JsonPath before = OAuth.signIn(person.email(), PASSWORD).jsonPath();
    Graph me = Graph.as(before.getString("access_token"));
    String next = "another long password";

    assertThat(me.refusal(SET, set("currentPassword", "no", "newPassword", next)))
        .isEqualTo("INVALID_ARGUMENT");
    assertThat(me.refusal(SET, set("newPassword", next))).isEqualTo("INVALID_ARGUMENT");
    assertThat(me.refusal(SET, set("currentPassword", PASSWORD, "newPassword", "short")))
        .isEqualTo("INVALID_ARGUMENT");
    me.data(SET, set("currentPassword", PASSWORD, "newPassword", next));

    assertThat(OAuth.signIn(person.email(), PASSWORD).statusCode()).isEqualTo(400);
    assertThat(OAuth.signIn(person.email(), next).statusCode()).isEqualTo(200);
    assertThat(OAuth.refresh(before.getString("refresh_token")).statusCode()).isEqualTo(400);
    assertThat(OAuth.lets(before.getString("access_token"))).isFalse();
  }

  @Test
  void nobodySetsAnothersPassword() {
    String acme = People.organization(People.operator(), "Acme");
    Person owner = People.user(acme, "OWNER");
    Person fellow = People.user(acme, "VIEWER");
    Map<String, Object> wish =
        Map.of("i", Map.of("user", fellow.id(), "newPassword", "a stolen password"));

    assertThat(owner.graph().refusal(SET, wish)).isEqualTo("FORBIDDEN");
    assertThat(person.graph().refusal(SET, wish)).isEqualTo("NOT_FOUND");
  }

  @Test
  void aRefreshTokenIsGoodOnceForTheNext() {
    JsonPath first = OAuth.signIn(person.email(), PASSWORD).jsonPath();
    JsonPath second = OAuth.refresh(first.getString("refresh_token")).jsonPath();
    JsonPath third = OAuth.refresh(second.getString("refresh_token")).jsonPath();

    assertThat(OAuth.lets(third.getString("access_token"))).isTrue();
    assertThat(part(third.getString("access_token"), 1).getString("sid"))
        .isEqualTo(part(first.getString("access_token"), 1).getString("sid"));
  }

  @Test
  void aRefreshTokenThatComesTwiceEndsTheWholeSignIn() {
    JsonPath first = OAuth.signIn(person.email(), PASSWORD).jsonPath();
    JsonPath elsewhere = OAuth.signIn(person.email(), PASSWORD).jsonPath();
    JsonPath second = OAuth.refresh(first.getString("refresh_token")).jsonPath();

    Response stolen = OAuth.refresh(first.getString("refresh_token"));

    assertThat(stolen.statusCode()).isEqualTo(400);
    assertThat(stolen.jsonPath().getString("error")).isEqualTo("invalid_grant");
    assertThat(OAuth.refresh(second.getString("refresh_token")).statusCode()).isEqualTo(400);
    assertThat(OAuth.lets(first.getString("access_token"))).isFalse();
    assertThat(OAuth.lets(second.getString("access_token"))).isFalse();
    assertThat(OAuth.lets(elsewhere.getString("access_token")))
        .as("another sign-in of the same user")
        .isTrue();
    assertThat(OAuth.refresh(elsewhere.getString("refresh_token")).statusCode()).isEqualTo(200);
  }

  @Test
  void ofManyWhoUseARefreshTokenAtOnceOneGetsTheNextAndTheSignInEnds() throws Exception {
    String token = OAuth.signIn(person.email(), PASSWORD).jsonPath().getString("refresh_token");
    List<Response> answers = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(Thread.startVirtualThread(() -> answers.add(OAuth.refresh(token))));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    List<Response> good = answers.stream().filter(each -> each.statusCode() == 200).toList();
    assertThat(answers).hasSize(8);
    assertThat(good).hasSize(1);
    assertThat(OAuth.refresh(good.getFirst().jsonPath().getString("refresh_token")).statusCode())
        .isEqualTo(400);
  }

  @Test
  void madeUpRefreshTokensGetNothing() {
    for (String made :
        List.of(
            "x", "orrery_ref_", "orrery_ref_" + "A".repeat(49), "orrery_pat_" + "A".repeat(49))) {
      assertThat(OAuth.refresh(made).jsonPath().getString("error")).isEqualTo("invalid_grant");
    }
  }

  @Test
  void signingOutEndsWhatFollowedFromTheSignIn() {
    JsonPath tokens = OAuth.signIn(person.email(), PASSWORD).jsonPath();
    assertThat(
            OAuth.post("/oauth/revoke", Map.of("token", tokens.getString("refresh_token")))
                .statusCode())
        .isEqualTo(200);
    assertThat(OAuth.lets(tokens.getString("access_token"))).isFalse();
    assertThat(OAuth.refresh(tokens.getString("refresh_token")).statusCode()).isEqualTo(400);
    assertThat(OAuth.inspect(tokens.getString("refresh_token")).getBoolean("active")).isFalse();
  }

  @Test
  void aRevokedAccessTokenIsOverAndItsNeighboursAreNot() {
    JsonPath tokens = OAuth.signIn(person.email(), PASSWORD).jsonPath();
    String token = tokens.getString("access_token");
    assertThat(OAuth.post("/oauth/revoke", Map.of("token", token)).statusCode()).isEqualTo(200);
    assertThat(OAuth.lets(token)).isFalse();
    assertThat(OAuth.inspect(token).getMap("")).isEqualTo(Map.of("active", false));
    assertThat(OAuth.refresh(tokens.getString("refresh_token")).statusCode()).isEqualTo(200);
    assertThat(OAuth.post("/oauth/revoke", Map.of("token", "nonsense")).statusCode())
        .as("what is no token is no error")
        .isEqualTo(200);
    assertThat(OAuth.post("/oauth/revoke", Map.of()).statusCode()).isEqualTo(400);
  }

  @Test
  void clientsThatShowWhoTheyAreLearnWhatATokenIs() {
    JsonPath tokens = OAuth.signIn(person.email(), PASSWORD).jsonPath();
    JsonPath access = OAuth.inspect(tokens.getString("access_token"));
    assertThat(access.getBoolean("active")).isTrue();
    assertThat(access.getString("sub")).isEqualTo(person.id());
    assertThat(access.getString("client_id")).isEqualTo("orrery");
    assertThat(access.getLong("exp")).isGreaterThan(access.getLong("iat"));
    JsonPath refresh = OAuth.inspect(tokens.getString("refresh_token"));
    assertThat(refresh.getBoolean("active")).isTrue();
    assertThat(refresh.getString("sub")).isEqualTo(person.id());
    for (String other : List.of("x", tokens.getString("access_token") + "x", "")) {
      if (!other.isEmpty()) {
        assertThat(OAuth.inspect(other).getMap("")).isEqualTo(Map.of("active", false));
      }
    }
    assertThat(
            OAuth.post("/oauth/introspect", Map.of("token", tokens.getString("access_token")))
                .statusCode())
        .isEqualTo(401);
  }

  @Test
  void everybodyLearnsFromTheirTokenWhoTheyAre() {
    String token = OAuth.signIn(person.email(), PASSWORD).jsonPath().getString("access_token");
    JsonPath me =
        RestAssured.given()
            .header("Authorization", "Bearer " + token)
            .get("/oauth/userinfo")
            .then()
            .statusCode(200)
            .extract()
            .jsonPath();
    assertThat(me.getString("sub")).isEqualTo(person.id());
    assertThat(me.getString("email")).isEqualTo(person.email());
    for (String header : List.of("Bearer x", "Basic x", "Bearer " + token + "x")) {
      Response refused = RestAssured.given().header("Authorization", header).get("/oauth/userinfo");
      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(refused.header("WWW-Authenticate")).contains("invalid_token");
    }
  }

  @Test
  void aStatementAboutASignInOpensNothing() {
    JsonPath tokens =
        OAuth.token(
                Map.of(
                    "grant_type", "password",
                    "username", person.email(),
                    "password", PASSWORD,
                    "client_id", "orrery",
                    "scope", "openid email"))
            .jsonPath();
    String statement = tokens.getString("id_token");
    assertThat(part(statement, 1).getString("email")).isEqualTo(person.email());
    assertThat(part(statement, 1).getString("aud")).isEqualTo("orrery");
    assertThat(OAuth.lets(statement)).isFalse();
    assertThat(OAuth.lets(tokens.getString("access_token"))).isTrue();
  }

  @Test
  void programsFindEverythingFromTheDiscoveryDocument() {
    for (String path :
        List.of("/.well-known/openid-configuration", "/.well-known/oauth-authorization-server")) {
      JsonPath found = RestAssured.given().get(path).then().statusCode(200).extract().jsonPath();
      assertThat(found.getString("issuer")).isEqualTo("https://orrery.dev");
      assertThat(found.getString("jwks_uri")).isEqualTo("https://orrery.dev/.well-known/jwks.json");
      assertThat(found.getString("token_endpoint")).isEqualTo("https://orrery.dev/oauth/token");
      assertThat(found.getList("grant_types_supported"))
          .contains("password", "refresh_token", "client_credentials");
    }
  }

  @Test
  void aClientShowsWhoItIsInTheHeaderOrInTheFormAndNotInBoth() {
    Map<String, String> form =
        Map.of(
            "grant_type", "client_credentials",
            "client_id", "operator",
            "client_secret", OperatorResource.SECRET);
    assertThat(OAuth.token(form).statusCode()).isEqualTo(200);
    assertThat(People.ask(form).jsonPath().getString("error")).isEqualTo("invalid_request");
  }

  private Map<String, Object> set(String... fields) {
    Map<String, Object> input = new java.util.HashMap<>(Map.of("user", person.id()));
    for (int i = 0; i < fields.length; i += 2) {
      input.put(fields[i], fields[i + 1]);
    }
    return Map.of("i", input);
  }

  private static JsonPath part(String token, int index) {
    return new JsonPath(
        new String(
            Base64.getUrlDecoder().decode(token.split("\\.")[index]), StandardCharsets.UTF_8));
  }
}
