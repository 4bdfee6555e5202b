package dev.orrery.permissions.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kit.testing.Graph;
import dev.orrery.permissions.OAuth;
import dev.orrery.permissions.People;
import dev.orrery.permissions.WithHouse;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// People who sign in at a real Keycloak, which Maven fetches. Slow, so it runs when asked for:
///
/// ```
/// ./mvnw verify -pl permissions-api -am -Dorrery.verify=keycloak -Dtest=KeycloakTest -Dsurefire.failIfNoSpecifiedTests=false
/// ```
@WithHouse
@EnabledIfSystemProperty(named = "orrery.verify", matches = "keycloak")
class KeycloakTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String ANN = "ann-%s@example.com".formatted(UUID.randomUUID());
  private static final String BOB = "bob-%s@example.com".formatted(UUID.randomUUID());

  private static Process keycloak;
  private static Path log;
  private static String realm;

  @BeforeAll
  static void start() throws Exception {
    Path home;
    try (Stream<Path> unpacked = Files.list(Path.of("target/keycloak"))) {
      home = unpacked.findFirst().orElseThrow().toAbsolutePath();
    }
    Path imports = Files.createDirectories(home.resolve("data/import"));
    Files.writeString(imports.resolve("staff-realm.json"), staff());
    int port = freePort();
    int management = freePort();
    realm = "http://127.0.0.1:%d/realms/staff".formatted(port);
    log = Path.of("target/keycloak.log").toAbsolutePath();
    // The script's own way of starting it, without needing its file to be executable.
    ProcessBuilder builder =
        new ProcessBuilder(
                "bash",
                home.resolve("bin/kc.sh").toString(),
                "start-dev",
                "--import-realm",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--http-management-port=" + management)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("JAVA_OPTS_APPEND", "-Xmx512m");
    builder.environment().put("KC_DB", "dev-mem");
    keycloak = builder.start();
    Instant end = Instant.now().plus(PATIENCE);
    while (!answers()) {
      assertThat(keycloak.isAlive()).as(Files.readString(log)).isTrue();
      assertThat(Instant.now()).as(Files.readString(log)).isBefore(end);
      Thread.sleep(500);
    }
  }

  @AfterAll
  static void stop() throws Exception {
    if (keycloak != null) {
      List<ProcessHandle> all =
          Stream.concat(keycloak.descendants(), Stream.of(keycloak.toHandle())).toList();
      all.forEach(ProcessHandle::destroy);
      if (!keycloak.waitFor(20, TimeUnit.SECONDS)) {
        all.forEach(ProcessHandle::destroyForcibly);
      }
    }
  }

  private static boolean answers() {
    try {
      return given().get(realm + "/.well-known/openid-configuration").statusCode() == 200;
    } catch (Exception notYet) { // REST Assured throws what it does not declare
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static String staff() {
    return """
    {
      "realm": "staff", "enabled": true, "sslRequired": "none",
      "clients": [{
        "clientId": "orrery", "enabled": true, "publicClient": true, "protocol": "openid-connect",
        "directAccessGrantsEnabled": true, "standardFlowEnabled": false,
        "protocolMappers": [{
          "name": "groups", "protocol": "openid-connect", "protocolMapper": "oidc-group-membership-mapper",
          "config": {"claim.name": "groups", "full.path": "false", "id.token.claim": "true", "access.token.claim": "true"}
        }]
      }],
      "groups": [{"name": "ops"}],
      "users": [%s, %s]
    }
    """
        .formatted(user("ann", ANN, true, "\"ops\""), user("bob", BOB, false, "\"ops\""));
  }

  private static String user(String name, String email, boolean verified, String groups) {
    return """
    {
      "username": "%s", "enabled": true, "email": "%s", "emailVerified": %s, "firstName": "%1$s", "lastName": "Staff",
      "credentials": [{"type": "password", "value": "a password at keycloak", "temporary": false}], "groups": [%s]
    }
    """
        .formatted(name, email, verified, groups);
  }

  private static JsonPath signInAtKeycloak(String name) {
    Response answer =
        given()
            .formParams(
                Map.of(
                    "grant_type", "password",
                    "client_id", "orrery",
                    "username", name,
                    "password", "a password at keycloak",
                    "scope", "openid email"))
            .post(realm + "/protocol/openid-connect/token");
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    return answer.jsonPath();
  }

  private static Response exchange(String token) {
    return OAuth.token(
        Map.of(
            "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange",
            "subject_token", token,
            "subject_token_type", "urn:ietf:params:oauth:token-type:id_token"));
  }

  @Test
  void whoSignsInAtKeycloakActsInTheGraph() {
    Graph operator = People.operator();
    String acme = People.organization(operator, "Acme");
    for (String email : List.of(ANN, BOB)) {
      People.create(
          operator,
          "User",
          Map.of("organization", acme, "name", "Staff", "email", email, "role", "EDITOR"));
    }
    JsonPath ann = signInAtKeycloak("ann");
    assertThat(exchange(ann.getString("id_token")).statusCode())
        .as("nobody trusts it yet")
        .isEqualTo(400);
    operator.data(
        "mutation($i: CreateTrustedIssuerInput!) { createTrustedIssuer(input: $i) { trustedIssuer { id } } }",
        Map.of(
            "i",
            Map.of(
                "organization", acme,
                "name", "Keycloak",
                "issuer", realm,
                "audience", "orrery",
                "condition", "'ops' in claims.groups")));

    Response answer = exchange(ann.getString("id_token"));

    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    Graph me = Graph.as(answer.jsonPath().getString("access_token"));
    assertThat(me.data("{ viewer { email } }").getString("viewer.email")).isEqualTo(ANN);
    assertThat(People.create(me, "Project", Map.of("organization", acme, "name", "ours")))
        .startsWith("proj_");

    assertThat(exchange(signInAtKeycloak("bob").getString("id_token")).statusCode())
        .as("an address that Keycloak has not verified")
        .isEqualTo(400);
    assertThat(exchange(ann.getString("access_token")).statusCode())
        .as("Keycloak's token for somebody else")
        .isEqualTo(400);
    String[] parts = ann.getString("id_token").split("\\.");
    assertThat(exchange(parts[0] + "." + parts[1] + "." + "A".repeat(342)).statusCode())
        .as("a signature that is none")
        .isEqualTo(400);
    assertThat(OAuth.lets(ann.getString("id_token"))).as("its token is none of ours").isFalse();
  }
}
