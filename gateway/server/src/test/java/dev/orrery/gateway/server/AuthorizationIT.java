package dev.orrery.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.execution.testing.TestSubgraph;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthorizationIT {
  private static final String QUESTION = "{\"query\":\"{ public known scoped both paid }\"}";

  @TempDir private static Path folder;
  private static ShopServers servers;
  private static GatewayProcess gateway;
  private static Tokens tokens;

  @BeforeAll
  static void start() throws Exception {
    servers =
        new ShopServers(
            new TestSubgraph(
                    "a",
                    """
                    extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
                      import: ["@authenticated", "@requiresScopes", "@policy"])
                    type Query {
                      public: Int
                      known: Int @authenticated
                      scoped: Int @requiresScopes(scopes: [["read"], ["admin"]])
                      both: Int @requiresScopes(scopes: [["read", "write"]])
                      paid: Int @policy(policies: [["payroll"]])
                    }
                    """)
                .root("public", 1)
                .root("known", 2)
                .root("scoped", 3)
                .root("both", 4)
                .root("paid", 5));
    Path list = folder.resolve("subgraphs.json");
    servers.list(list, "a");
    tokens = new Tokens();
    Path jwks = folder.resolve("jwks.json");
    tokens.publish(jwks);
    gateway =
        GatewayProcess.start(
            Map.of(
                "orrery.jwks", jwks.toString(),
                "gateway.authentication", "optional",
                "gateway.authorization.policies.payroll", "finance,board"),
            "--subgraphs",
            list.toString());
  }

  @AfterAll
  static void stop() {
    gateway.close();
    servers.close();
  }

  @BeforeEach
  void forget() {
    servers.server("a").subgraph().forgetRequests();
  }

  private static String ask(Map<String, Object> claims) throws Exception {
    return gateway.post(QUESTION, "authorization", tokens.bearer(claims)).body();
  }

  private static String data(Object... values) {
    return "{\"data\":{\"public\":%s,\"known\":%s,\"scoped\":%s,\"both\":%s,\"paid\":%s}"
        .formatted(values);
  }

  @Test
  void showsTheAnonymousWhatIsForEverybody() throws Exception {
    String answer = gateway.post(QUESTION).body();
    assertThat(answer)
        .startsWith(data(1, null, null, null, null))
        .contains("UNAUTHORIZED_FIELD_OR_TYPE", "\"path\":[\"known\"]", "\"path\":[\"paid\"]");
    assertThat(servers.server("a").subgraph().requests().toString())
        .contains("public")
        .doesNotContain("known")
        .doesNotContain("paid");
  }

  @Test
  void asksNoSubgraphForNothing() throws Exception {
    assertThat(gateway.post("{\"query\":\"{ known paid }\"}").body())
        .contains("\"known\":null", "UNAUTHORIZED_FIELD_OR_TYPE");
    assertThat(servers.server("a").subgraph().requests()).isEmpty();
  }

  @Test
  void readsScopesAsATextAndAsLists() throws Exception {
    assertThat(ask(Map.of())).startsWith(data(1, 2, null, null, null));
    assertThat(ask(Map.of("scope", "openid read"))).startsWith(data(1, 2, 3, null, null));
    assertThat(ask(Map.of("scopes", List.of("read", "write")))).startsWith(data(1, 2, 3, 4, null));
    assertThat(ask(Map.of("scp", List.of("admin"), "scope", "write")))
        .startsWith(data(1, 2, 3, null, null));
  }

  @Test
  void grantsPoliciesByRoleAndDeniesThemOtherwise() throws Exception {
    assertThat(ask(Map.of("roles", List.of("board")))).startsWith(data(1, 2, null, null, 5));
    assertThat(ask(Map.of("roles", List.of("payroll")))).startsWith(data(1, 2, null, null, null));
  }

  @Test
  void refusesABadTokenEvenWhereNoneIsNeeded() throws Exception {
    assertThat(gateway.post(QUESTION, "authorization", "Bearer x").statusCode()).isEqualTo(401);
    assertThat(servers.server("a").subgraph().requests()).isEmpty();
  }
}
