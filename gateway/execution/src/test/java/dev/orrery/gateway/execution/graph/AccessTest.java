package dev.orrery.gateway.execution.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.execution.testing.FederatedHouse;
import dev.orrery.gateway.execution.testing.TestSubgraph;
import dev.orrery.gateway.planning.access.Viewer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccessTest {
  private static final String LINK =
      """
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key",
        "@external", "@requires", "@shareable", "@authenticated", "@requiresScopes", "@policy",
        "@interfaceObject"])
      """;

  private static final String USERS =
      LINK
          + """
          type Query {
            me: User
            users: [User!]!
            strict: Strict!
            posts: [Post]!
            secretMe: User @authenticated
            token: Secret
            level: Level
            search: [Found]
          }
          type Mutation { open: Int shut: Int @requiresScopes(scopes: [["gate:shut"]]) }
          type User @key(fields: "id") {
            id: ID!
            name: String
            email: String @requiresScopes(scopes: [["read:email"], ["admin", "read:all"]])
            salary: Int @policy(policies: [["payroll"], ["owner", "office"]])
            address: Address @authenticated
            ssn: String! @authenticated
          }
          type Address { street: String }
          type Strict { id: ID! pin: Int! @authenticated }
          interface Post { id: ID! title: String }
          type Blog implements Post { id: ID! title: String }
          type Draft implements Post { id: ID! title: String @authenticated }
          type Private implements Post @authenticated { id: ID! title: String }
          union Found = Blog | Private
          scalar Secret @authenticated
          enum Level @authenticated { LOW HIGH }
          """;

  private static FederatedHouse house;

  @BeforeAll
  static void start() {
    Map<String, Object> user =
        Map.of(
            "__typename",
            "User",
            "id",
            "1",
            "name",
            "Ada",
            "email",
            "ada@x",
            "salary",
            7,
            "ssn",
            "123",
            "address",
            Map.of("street", "Main"));
    Object posts =
        List.of(
            Map.of("__typename", "Blog", "id", "b", "title", "B"),
            Map.of("__typename", "Draft", "id", "d", "title", "D"),
            Map.of("__typename", "Private", "id", "p", "title", "P"));
    TestSubgraph users =
        new TestSubgraph("users", USERS)
            .root("me", user)
            .root("secretMe", user)
            .root("users", List.of(user, user))
            .root("strict", Map.of("id", "s", "pin", 1))
            .root("posts", posts)
            .root("search", posts)
            .root("token", "t")
            .root("level", "HIGH")
            .root("open", 1)
            .root("shut", 2)
            .entity("User", user);
    house = new FederatedHouse(users);
  }

  @AfterAll
  static void stop() {
    house.close();
  }

  @BeforeEach
  void forget() {
    house.server("users").subgraph().forgetRequests();
  }

  private static final Viewer KNOWN = new Viewer(true, Set.of(), Set.of());

  private static Viewer scopes(String... scopes) {
    return new Viewer(true, Set.of(scopes), Set.of());
  }

  private static String denied(String... path) {
    return "{\"message\":\"Unauthorized field or type\",\"path\":[%s],\"extensions\":{\"code\":\"UNAUTHORIZED_FIELD_OR_TYPE\"}}"
        .formatted(
            java.util.Arrays.stream(path)
                .map(p -> p.matches("\\d+") ? p : "\"" + p + "\"")
                .collect(java.util.stream.Collectors.joining(",")));
  }

  private static void assertAsked(String... parts) {
    String asked = house.server("users").subgraph().requests().toString();
    assertThat(asked).contains(parts);
  }

  private static void assertNobodyWasAsked() {
    assertThat(house.server("users").subgraph().requests()).isEmpty();
  }

  @Test
  void takesWhatTheViewerMayNotSeeOutOfTheRequest() {
    assertThat(house.askAs(Viewer.ANONYMOUS, "{ me { name address { street } } }"))
        .isEqualTo(
            "{\"data\":{\"me\":{\"name\":\"Ada\",\"address\":null}},\"errors\":[%s]}"
                .formatted(denied("me", "address")));
    assertThat(house.server("users").subgraph().requests().toString()).doesNotContain("street");
    assertThat(house.askAs(KNOWN, "{ me { name address { street } } }"))
        .isEqualTo("{\"data\":{\"me\":{\"name\":\"Ada\",\"address\":{\"street\":\"Main\"}}}}");
    assertAsked("street");
  }

  @Test
  void asksNobodyWhenNothingIsLeft() {
    assertThat(house.askAs(Viewer.ANONYMOUS, "{ secretMe { name } me { mail: email } }"))
        .isEqualTo(
            "{\"data\":{\"secretMe\":null,\"me\":null},\"errors\":[%s,%s]}"
                .formatted(denied("secretMe"), denied("me", "mail")));
    assertNobodyWasAsked();
  }

  @Test
  void wantsAllScopesOfOneAlternative() {
    String query = "{ me { id email } }";
    String refused =
        "{\"data\":{\"me\":{\"id\":\"1\",\"email\":null}},\"errors\":[%s]}"
            .formatted(denied("me", "email"));
    String granted = "{\"data\":{\"me\":{\"id\":\"1\",\"email\":\"ada@x\"}}}";
    assertThat(house.askAs(KNOWN, query)).isEqualTo(refused);
    assertThat(house.askAs(scopes("admin"), query)).isEqualTo(refused);
    assertThat(house.askAs(scopes("read:all"), query)).isEqualTo(refused);
    assertThat(house.askAs(scopes("read:email"), query)).isEqualTo(granted);
    assertThat(house.askAs(scopes("admin", "read:all"), query)).isEqualTo(granted);
  }

  @Test
  void wantsAllPoliciesOfOneAlternative() {
    String query = "{ me { id salary } }";
    assertThat(house.askAs(KNOWN, query)).contains("\"salary\":null");
    assertThat(house.askAs(new Viewer(true, Set.of(), Set.of("owner")), query))
        .contains("\"salary\":null");
    assertThat(house.askAs(new Viewer(false, Set.of(), Set.of("payroll")), query))
        .contains("\"salary\":7");
    assertThat(house.askAs(new Viewer(true, Set.of(), Set.of("owner", "office")), query))
        .contains("\"salary\":7");
  }

  @Test
  void letsTheNullOfANonNullFieldPropagate() {
    assertThat(house.askAs(Viewer.ANONYMOUS, "{ me { name ssn } }"))
        .isEqualTo("{\"data\":{\"me\":null},\"errors\":[%s]}".formatted(denied("me", "ssn")));
    assertThat(house.askAs(Viewer.ANONYMOUS, "{ strict { id pin } }"))
        .isEqualTo("{\"data\":null,\"errors\":[%s]}".formatted(denied("strict", "pin")));
    assertThat(house.askAs(Viewer.ANONYMOUS, "{ strict { pin } }"))
        .isEqualTo("{\"data\":null,\"errors\":[%s]}".formatted(denied("strict", "pin")));
  }

  @Test
  void namesEveryPlaceOfAListAndNoneThatIsNotThere() {
    assertThat(house.askAs(Viewer.ANONYMOUS, "{ users { id email } }"))
        .isEqualTo(
            "{\"data\":{\"users\":[{\"id\":\"1\",\"email\":null},{\"id\":\"1\",\"email\":null}]},\"errors\":[%s,%s]}"
                .formatted(denied("users", "0", "email"), denied("users", "1", "email")));
    assertThat(house.askAs(Viewer.ANONYMOUS, "{ users { email } }"))
        .isEqualTo("{\"data\":null,\"errors\":[%s]}".formatted(denied("users")));
  }

  @Test
  void guardsTypesOfScalarsAndEnums() {
    assertThat(house.askAs(Viewer.ANONYMOUS, "{ token level }"))
        .isEqualTo(
            "{\"data\":{\"token\":null,\"level\":null},\"errors\":[%s,%s]}"
                .formatted(denied("token"), denied("level")));
    assertNobodyWasAsked();
    assertThat(house.askAs(KNOWN, "{ token level }"))
        .isEqualTo("{\"data\":{\"token\":\"t\",\"level\":\"HIGH\"}}");
  }

  @Test
  void guardsEachImplementationOfAnInterfaceByItself() {
    String query = "{ posts { id title } }";
    assertThat(house.askAs(Viewer.ANONYMOUS, query))
        .isEqualTo(
            "{\"data\":{\"posts\":[{\"id\":\"b\",\"title\":\"B\"},{\"id\":\"d\",\"title\":null},null]},\"errors\":[%s,%s]}"
                .formatted(denied("posts", "1", "title"), denied("posts", "2")));
    assertThat(house.askAs(KNOWN, query)).doesNotContain("errors").contains("\"title\":\"P\"");
  }

  @Test
  void guardsMembersOfAUnionByThemselves() {
    assertThat(
            house.askAs(
                Viewer.ANONYMOUS,
                "{ search { __typename ... on Blog { title } ... on Private { title } } }"))
        .contains("{\"__typename\":\"Blog\",\"title\":\"B\"}")
        .doesNotContain("\"P\"")
        .contains("UNAUTHORIZED_FIELD_OR_TYPE");
  }

  @Test
  void runsTheMutationsThatAreAllowed() {
    assertThat(house.askAs(KNOWN, "mutation { shut open }"))
        .isEqualTo(
            "{\"data\":{\"shut\":null,\"open\":1},\"errors\":[%s]}".formatted(denied("shut")));
    assertThat(house.server("users").subgraph().requests().toString()).doesNotContain("shut");
  }

  @Test
  void saysNothingAboutFieldsThatAreSkipped() {
    assertThat(house.askAs(Viewer.ANONYMOUS, "{ me { id email @include(if: false) } }"))
        .isEqualTo("{\"data\":{\"me\":{\"id\":\"1\"}}}");
  }

  @Test
  void doesNotHandOneViewersAnswerToAnother() {
    String query = "{ me { id email } }";
    for (int i = 0; i < 3; i++) {
      assertThat(house.askAs(scopes("read:email"), query)).contains("ada@x");
      assertThat(house.askAs(Viewer.ANONYMOUS, query)).doesNotContain("ada@x");
    }
  }

  @Test
  void mergesTheGuardsOfAllSubgraphsAndGuardsWhatTakesGuardedFields() {
    TestSubgraph users =
        new TestSubgraph(
                "users",
                LINK
                    + """
                    type Query { me: User }
                    type User @key(fields: "id") {
                      id: ID!
                      email: String @requiresScopes(scopes: [["read:email"]])
                    }
                    """)
            .root("me", Map.of("__typename", "User", "id", "1", "email", "ada@x"))
            .entity("User", Map.of("id", "1", "email", "ada@x"));
    TestSubgraph greetings =
        new TestSubgraph(
                "greetings",
                LINK
                    + """
                    type User @key(fields: "id") @authenticated {
                      id: ID!
                      email: String @external
                      greeting: String
                        @requires(fields: "email") @requiresScopes(scopes: [["read:email"]])
                      nick: String
                    }
                    """)
            .entity("User", Map.of("id", "1", "greeting", "Hello", "nick", "A"));
    try (FederatedHouse two = new FederatedHouse(users, greetings)) {
      assertThat(two.askAs(new Viewer(false, Set.of("read:email"), Set.of()), "{ me { email } }"))
          .contains("\"me\":null");
      assertThat(two.askAs(KNOWN, "{ me { id nick greeting } }"))
          .contains("\"nick\":\"A\",\"greeting\":null")
          .contains("UNAUTHORIZED");
      assertThat(users.requests().toString()).doesNotContain("email");
      assertThat(two.askAs(scopes("read:email"), "{ me { greeting } }"))
          .contains("\"greeting\":\"Hello\"");
    }
  }
}
