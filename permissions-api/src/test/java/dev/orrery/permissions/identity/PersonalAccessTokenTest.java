package dev.orrery.permissions.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kit.testing.Graph;
import dev.orrery.permissions.OAuth;
import dev.orrery.permissions.People;
import dev.orrery.permissions.People.Person;
import dev.orrery.permissions.WithHouse;
import dev.orrery.permissions.secret.OpaqueSecret;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Secrets that people give to programs.
@WithHouse
class PersonalAccessTokenTest {
  private static final String CREATE =
      """
      mutation($i: CreatePersonalAccessTokenInput!) {
        createPersonalAccessToken(input: $i) { token personalAccessToken { id version actions user { id } } }
      }
      """;
  private static final String DELETE =
      "mutation($i: DeletePersonalAccessTokenInput!) { deletePersonalAccessToken(input: $i) { personalAccessToken { id } } }";

  private Person ann;

  @BeforeEach
  void somebody() {
    ann = People.user(People.organization(People.operator(), "Acme"), "OWNER");
  }

  private static Map<String, Object> wish(String name, List<String> actions) {
    return Map.of("i", Map.of("name", name, "actions", actions));
  }

  private JsonPath make(String name, String... actions) {
    return ann.graph().data(CREATE, wish(name, List.of(actions)));
  }

  private static Response exchange(String secret) {
    return OAuth.token(
        Map.of(
            "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange",
            "subject_token", secret,
            "subject_token_type", "urn:orrery:params:oauth:token-type:personal-access-token"));
  }

  private static String token(Response answer) {
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.jsonPath().getString("access_token");
  }

  @Test
  void isToldOnceAndExchangedForATokenOfItsUser() {
    JsonPath made = make("backup", "*");
    String secret = made.getString("createPersonalAccessToken.token");

    assertThat(OpaqueSecret.PERSONAL_ACCESS_TOKEN.fits(secret)).isTrue();
    String token = token(exchange(secret));
    assertThat(Graph.as(token).data("{ viewer { id } }").getString("viewer.id"))
        .isEqualTo(ann.id());
    assertThat(OAuth.inspect(secret).getString("sub")).isEqualTo(ann.id());
    assertThat(OAuth.lets(secret)).as("a subgraph takes JWTs alone").isFalse();
    String listed =
        ann.graph()
            .ask("{ personalAccessTokens { nodes { id name actions expiresAt } } }")
            .prettify();
    assertThat(listed).contains("backup").doesNotContain(secret);
  }

  @Test
  void isForItsActionsAlone() {
    String token =
        token(exchange(make("reader", "*.read").getString("createPersonalAccessToken.token")));

    assertThat(OAuth.inspect(token).getString("scope")).isEqualTo("*.read");
    Graph reader = Graph.as(token);
    assertThat(reader.data("{ organizations { totalCount } }").getInt("organizations.totalCount"))
        .isEqualTo(1);
    String organization =
        reader.data("{ organizations { nodes { id } } }").getString("organizations.nodes[0].id");
    assertThat(
            reader.refusal(
                "mutation($i: CreateProjectInput!) { createProject(input: $i) { project { id } } }",
                Map.of("i", Map.of("organization", organization, "name", "p"))))
        .isEqualTo("FORBIDDEN");
  }

  @Test
  void isNoWayToAnythingGreater() {
    Graph limited =
        Graph.as(
            token(exchange(make("reader", "*.read").getString("createPersonalAccessToken.token"))));

    assertThat(limited.refusal(CREATE, wish("greater", List.of("*")))).isEqualTo("FORBIDDEN");
    assertThat(
            limited.refusal(
                "mutation($i: IssueTokenInput!) { issueToken(input: $i) { expiresAt } }",
                Map.of("i", Map.of())))
        .isEqualTo("FORBIDDEN");
    assertThat(
            limited.refusal(
                "mutation($i: SetPasswordInput!) { setPassword(input: $i) { user { id } } }",
                Map.of("i", Map.of("user", ann.id(), "newPassword", "a taken over account"))))
        .isEqualTo("FORBIDDEN");
  }

  @Test
  void withItGoTheTokensThatWereGotWithIt() {
    JsonPath made = make("backup", "*");
    String secret = made.getString("createPersonalAccessToken.token");
    String token = token(exchange(secret));
    ann.graph()
        .data(
            DELETE,
            Map.of(
                "i",
                Map.of(
                    "id",
                    made.getString("createPersonalAccessToken.personalAccessToken.id"),
                    "version",
                    1)));

    assertThat(OAuth.lets(token)).isFalse();
    assertThat(exchange(secret).jsonPath().getString("error")).isEqualTo("invalid_grant");
    assertThat(OAuth.inspect(secret).getBoolean("active")).isFalse();
  }

  @Test
  void whoeverFindsOneCanRevokeIt() {
    String secret = make("lost", "*").getString("createPersonalAccessToken.token");
    String token = token(exchange(secret));

    assertThat(OAuth.post("/oauth/revoke", Map.of("token", secret)).statusCode()).isEqualTo(200);

    assertThat(exchange(secret).statusCode()).isEqualTo(400);
    assertThat(OAuth.lets(token)).isFalse();
    assertThat(
            ann.graph()
                .data("{ personalAccessTokens { totalCount } }")
                .getInt("personalAccessTokens.totalCount"))
        .isZero();
  }

  @Test
  void othersNeitherSeeNorRevokeIt() {
    JsonPath made = make("mine", "*");
    String id = made.getString("createPersonalAccessToken.personalAccessToken.id");
    Person other = People.user(People.organization(People.operator(), "Globex"), "OWNER");
    Map<String, Object> wish = Map.of("i", Map.of("id", id, "version", 1));

    assertThat(other.graph().refusal(DELETE, wish)).isEqualTo("NOT_FOUND");
    assertThat(
            other
                .graph()
                .data("query($id: ID!) { personalAccessToken(id: $id) { id } }", Map.of("id", id))
                .getString("personalAccessToken"))
        .isNull();
    assertThat(People.operator().ask(DELETE, wish).getList("errors")).isNull();
  }

  @Test
  void aRepeatedWishIsNotToldTheSecretAgain() {
    Map<String, Object> input =
        new HashMap<>(Map.of("name", "once", "actions", List.of("*"), "idempotencyKey", "k1"));
    JsonPath first = ann.graph().data(CREATE, Map.of("i", input));
    String secret = first.getString("createPersonalAccessToken.token");
    String id = first.getString("createPersonalAccessToken.personalAccessToken.id");
    JsonPath again = ann.graph().data(CREATE, Map.of("i", input));

    assertThat(again.getString("createPersonalAccessToken.personalAccessToken.id")).isEqualTo(id);
    assertThat(again.getString("createPersonalAccessToken.token")).isNull();
    assertThat(exchange(secret).statusCode()).isEqualTo(200);
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    for (List<String> actions :
        List.of(List.<String>of(), List.of("read everything"), List.of("a.b.c"))) {
      assertThat(ann.graph().refusal(CREATE, wish("odd", actions))).isEqualTo("INVALID_ARGUMENT");
    }
    for (int days : new int[] {0, -1, 367}) {
      assertThat(
              ann.graph()
                  .refusal(
                      CREATE,
                      Map.of(
                          "i",
                          Map.of("name", "odd", "actions", List.of("*"), "lifetimeDays", days))))
          .isEqualTo("INVALID_ARGUMENT");
    }
    assertThat(People.operator().refusal(CREATE, wish("operator's", List.of("*"))))
        .isEqualTo("NOT_FOUND");
    for (String made : List.of("orrery_pat_" + "A".repeat(49), "orrery_pat_", "x")) {
      assertThat(exchange(made).statusCode()).isEqualTo(400);
    }
  }
}
