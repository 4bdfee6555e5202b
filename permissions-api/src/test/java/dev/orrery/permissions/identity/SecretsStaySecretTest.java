package dev.orrery.permissions.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.testing.NatsForTests;
import dev.orrery.permissions.OAuth;
import dev.orrery.permissions.OperatorResource;
import dev.orrery.permissions.People;
import dev.orrery.permissions.People.Person;
import dev.orrery.permissions.WithHouse;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/// What is secret is in no log, event, error or table.
@WithHouse
class SecretsStaySecretTest {
  @Inject Database database;

  @ConfigProperty(name = "quarkus.log.file.path")
  Path log;

  NatsForTests nats;

  private final List<String> secrets = new ArrayList<>();
  private final List<String> said = new ArrayList<>();

  @Test
  void noSecretIsAnywhereItShouldNotBe() throws Exception {
    Person ann = People.user(People.organization(People.operator(), "Acme"), "OWNER");
    String password = secret("a Password of some length");
    OAuth.setPassword(ann.id(), password);
    JsonPath signedIn = OAuth.signIn(ann.email(), password).jsonPath();
    String refresh = secret(signedIn.getString("refresh_token"));
    secret(signature(signedIn.getString("access_token")));
    JsonPath renewed = OAuth.refresh(refresh).jsonPath();
    secret(renewed.getString("refresh_token"));
    said.add(OAuth.refresh(refresh).asString()); // stolen: the sign-in ends
    String guess = secret("a Guess of some length");
    said.add(OAuth.signIn(ann.email(), guess).asString());
    said.add(OAuth.signIn(guess + "@example.com", guess).asString());
    String personal =
        secret(
            ann.graph()
                .data(
                    """
                    mutation { createPersonalAccessToken(input: {name: "x", actions: ["*"]}) { token } }
                    """)
                .getString("createPersonalAccessToken.token"));
    exchange(personal);
    said.add(exchange(secret(personal.replace("pat_", "pat_Q"))));
    said.add(OAuth.inspect(personal).prettify());
    said.add(
        ann.graph()
            .ask(
                "mutation($i: SetPasswordInput!) { setPassword(input: $i) { user { id } } }",
                Map.of(
                    "i",
                    Map.of("user", ann.id(), "currentPassword", guess, "newPassword", "short")))
            .prettify());
    said.add(
        OAuth.token(
                Map.of(
                    "grant_type", "client_credentials",
                    "client_id", "operator",
                    "client_secret", guess))
            .asString());
    secret(OperatorResource.SECRET);
    OAuth.post("/oauth/revoke", Map.of("token", personal));

    assertNowhere("an answer", said);
    assertNowhere("the log", Files.readAllLines(log));
    assertThat(Files.readString(log)).contains("came twice");
    assertNowhere("a table", tables());
    for (String stream : List.of("CHANGES_PERMISSIONS", "POLICY")) {
      assertNowhere(stream, messages(stream));
    }
    assertNowhere(
        "a private key in a table others read",
        rows("outbox").stream().filter(row -> row.contains("\"d\":")).toList());
  }

  private String secret(String text) {
    secrets.add(text);
    return text;
  }

  private static String signature(String token) {
    return token.split("\\.")[2];
  }

  private static String exchange(String personal) {
    return OAuth.token(
            Map.of(
                "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange",
                "subject_token", personal,
                "subject_token_type", "urn:orrery:params:oauth:token-type:personal-access-token"))
        .asString();
  }

  private void assertNowhere(String where, List<String> texts) {
    for (String secret : secrets) {
      assertThat(texts.stream().filter(text -> text.contains(secret)).findFirst())
          .as(where)
          .isEmpty();
    }
  }

  private List<String> tables() {
    List<String> all = new ArrayList<>();
    List<String> names =
        database
            .own()
            .read(transaction ->
                transaction
                    .rows(
                        Sql.of(
                            "select table_name from information_schema.tables where table_schema = current_schema()"))
                    .stream()
                    .map(row -> String.valueOf(row[0]))
                    .toList());
    assertThat(names).contains("refresh_token", "personal_access_token", "user_password", "outbox");
    names.forEach(name -> all.addAll(rows(name)));
    return all;
  }

  private List<String> rows(String table) {
    return database
        .own()
        .read(transaction ->
            transaction.rows(Sql.of("select cast(t as text) from %s t".formatted(table))).stream()
                .map(Arrays::toString)
                .toList());
  }

  private List<String> messages(String stream) throws Exception {
    List<String> all = new ArrayList<>();
    Instant end = Instant.now().plus(Duration.ofSeconds(20));
    try (Connection connection = nats.connect()) {
      while (waiting() && Instant.now().isBefore(end)) {
        Thread.sleep(50);
      }
      for (long next = 1; ; ) {
        try {
          var message = connection.jetStreamManagement().getNextMessage(stream, next, ">");
          all.add(
              message.getSubject() + " " + new String(message.getData(), StandardCharsets.UTF_8));
          next = message.getSeq() + 1;
        } catch (JetStreamApiException noMore) {
          break;
        }
      }
    }
    assertThat(all).isNotEmpty();
    return all;
  }

  private boolean waiting() {
    return database
        .own()
        .read(transaction ->
            !transaction
                .rows(Sql.of("select 1 from outbox where published_at is null limit 1"))
                .isEmpty());
  }
}
