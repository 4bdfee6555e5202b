package dev.orrery.handlers.secret;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.handlers.support.House;
import dev.orrery.handlers.support.WithServers;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.testing.EventSchemas;
import dev.orrery.kit.testing.Graph;
import dev.orrery.kit.testing.Hidden;
import dev.orrery.kit.testing.NatsForTests;
import dev.orrery.kit.testing.PolicyForTests;
import dev.orrery.kit.testing.TokensForTests;
import dev.orrery.provider.Identity;
import dev.orrery.provider.Outcome;
import dev.orrery.provider.Provider;
import dev.orrery.provider.Work;
import dev.orrery.provider.runner.ProviderRunner;
import dev.orrery.provider.runner.Settings;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@WithServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecretsTest {
  private static final String USER = "user_01h455vb4pex5vsknk084sn02q";
  private static final String VALUE = "hunter2-do-not-repeat";
  private static final String CREATE =
      "mutation($i: CreateSecretInput!) { createSecret(input: $i) { secret { id name keyId version } } }";

  @Inject Database database;
  NatsForTests nats;
  TokensForTests tokens;
  @TempDir static Path home;
  private House house;
  private ProviderRunner runner;
  private Graph editor;
  private String reader;
  private Graph viewer;
  private Graph stranger;
  private final List<String> opened = new CopyOnWriteArrayList<>();
  private final List<String> logged = new CopyOnWriteArrayList<>();
  private final Handler listener =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          logged.add(line.getMessage() + line.getThrown() + List.of(parameters(line)));
        }

        private Object[] parameters(LogRecord line) {
          return line.getParameters() == null ? new Object[0] : line.getParameters();
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  /// Once for all of them: the first test of the class is when the service can be asked.
  @BeforeEach
  void start() throws Exception {
    if (runner != null) {
      return;
    }
    Logger.getLogger("").addHandler(listener);
    house = new House(nats);
    var organization = House.ORGANIZATION.toString();
    editor = Graph.as(tokens.of(USER, Map.of(organization, "EDITOR")));
    reader = somebody();
    viewer = Graph.as(tokens.of(reader, Map.of(organization, "VIEWER")));
    stranger = Graph.as(tokens.of(somebody(), Map.of(TypeId.generate("org").toString(), "OWNER")));
    var before = keys();
    var login = nats.login("containers");
    runner =
        ProviderRunner.start(
            Identity.of("containers", "compute", "1.0").takingSecrets(),
            new Taker(),
            JsonNode.class,
            Settings.of(nats.url(), home).withCredentials(login.user(), login.password()));
    // The provider of an earlier class had another one.
    awaitKey(before.isEmpty() ? null : before.getFirst());
  }

  @AfterAll
  void stop() throws Exception {
    Logger.getLogger("").removeHandler(listener);
    runner.close();
    house.close();
  }

  /// Takes what it is given.
  private final class Taker implements Provider<JsonNode, Map<String, String>> {
    @Override
    public Outcome<Map<String, String>> ensure(JsonNode desired, Work work) {
      opened.add(work.resourceId() + " " + work.secrets().find("rootPassword").orElse("none"));
      return new Outcome.Ready<>(Map.of("powerState", "RUNNING"));
    }

    @Override
    public Outcome<Map<String, String>> remove(Work work) {
      return new Outcome.Gone<>();
    }

    @Override
    public Outcome<Map<String, String>> observe(Work work) {
      return new Outcome.Ready<>(Map.of("powerState", "RUNNING"));
    }
  }

  @Test
  void aHiddenSecretCannotBeToldFromOneThatIsAbsent() throws Exception {
    var secrets = new Hidden(stranger, created("hidden"), TypeId.generate("sec").toString());

    secrets.asksFor("Secret");
    secrets.changes("deleteSecret");
    secrets.changes("updateSecret", id -> Map.of("id", id, "version", 1, "value", "another one"));
  }

  @Test
  void aSecretReachesTheProviderAndNobodyElse() throws Exception {
    var secret = created("root");
    var instance = TypeId.generate("inst");

    instance(instance, secret);

    awaitJob(instance, "SUCCEEDED");
    assertThat(opened).contains(instance + " " + VALUE);
    assertThat(everythingKept()).doesNotContain(VALUE);
    for (var stream :
        List.of(
            "changes.job.>",
            "changes.secret.>",
            "changes.provider.>",
            "work.>",
            "reports.>",
            "providers.>")) {
      assertThat(house.messages(stream).toString()).doesNotContain(VALUE);
    }
    assertThat(logged.toString()).doesNotContain(VALUE);
    assertThat(house.messages("changes.secret.created.*." + secret).toString())
        .contains("root")
        .doesNotContain("sealed");
    try (var connection = nats.connect()) {
      assertThat(EventSchemas.assertAllValid(connection, "CHANGES_HANDLERS")).isPositive();
    }
  }

  @Test
  void itComesAsAVariableAndNoErrorQuotesIt() {
    var literal =
        editor.ask(
            "mutation { createSecret(input: {organization: \"%s\", name: \"x\", provider: \"containers\", value: \"%s\"}) { secret { id } } }"
                .formatted(House.ORGANIZATION, VALUE));
    var wrongBeside = new HashMap<String, Object>(input("y"));
    wrongBeside.put("name", List.of(1));
    var wrongItself = new HashMap<String, Object>(input("y"));
    wrongItself.put("value", Map.of("secret", VALUE));

    assertThat(literal.getList("errors")).isNotEmpty();
    assertThat(literal.getString("errors[0].message")).doesNotContain(VALUE);
    for (var wrong : List.of(wrongBeside, wrongItself)) {
      var answer = editor.ask(CREATE, Map.of("i", wrong));
      assertThat(answer.getList("errors")).isNotEmpty();
      assertThat(answer.prettify()).doesNotContain(VALUE);
    }
    assertThat(logged.toString()).doesNotContain(VALUE);
  }

  @Test
  void whatCannotBeSealedIsNotTaken() {
    var nobody = new HashMap<>(input("z"));
    nobody.put("provider", "nobody");

    assertThat(editor.refusal(CREATE, Map.of("i", nobody))).isEqualTo("PROVIDER_HAS_NO_KEY");
  }

  @Test
  void editorsKeepSecretsAndOthersDoNot() {
    var secret = created("mine");
    var delete =
        "mutation($id: ID!) { deleteSecret(input: {id: $id, version: 1}) { secret { id } } }";
    var read = "query($id: ID!) { secret(id: $id) { id name organization { id } } }";

    assertThat(viewer.refusal(CREATE, Map.of("i", input("theirs")))).isEqualTo("FORBIDDEN");
    assertThat(stranger.refusal(CREATE, Map.of("i", input("theirs")))).isEqualTo("NOT_FOUND");
    assertThat(viewer.refusal(delete, Map.of("id", secret))).isEqualTo("FORBIDDEN");
    assertThat(stranger.refusal(delete, Map.of("id", secret))).isEqualTo("NOT_FOUND");
    assertThat(stranger.data(read, Map.of("id", secret)).getString("secret")).isNull();
    assertThat(viewer.data(read, Map.of("id", secret)).getString("secret.name")).isEqualTo("mine");
    assertThat(editor.refusal(CREATE, Map.of("i", input("mine")))).isEqualTo("ALREADY_EXISTS");
    assertThat(
            editor.refusal(
                "mutation($id: ID!) { deleteSecret(input: {id: $id, version: 7}) { secret { id } } }",
                Map.of("id", secret)))
        .isEqualTo("CONFLICT");
  }

  @Test
  void aSecretThatIsGoneEndsTheJobThatNeedsIt() throws Exception {
    var secret = created("gone");
    editor.data(
        "mutation($id: ID!) { deleteSecret(input: {id: $id, version: 1}) { secret { id } } }",
        Map.of("id", secret));
    var instance = TypeId.generate("inst");

    instance(instance, secret);

    assertThat(awaitJob(instance, "FAILED").at("/data/after/steps/0/failure/code").asText())
        .isEqualTo("SECRET_NOT_USABLE");
    assertThat(opened).noneMatch(each -> each.startsWith(instance.toString()));
  }

  @Test
  void whoeverMayNotUseASecretHasItSentToNobody() throws Exception {
    var secret = created("others");
    var nothing = TypeId.generate("sec").toString();
    var instance = TypeId.generate("inst");
    var absent = TypeId.generate("inst");

    instance(USER, 0, absent, 1, nothing);
    instance(reader, 0, instance, 1, secret);

    var failure = "/data/after/steps/0/failure/";
    var refused = awaitJob(instance, 1, "FAILED");
    assertThat(refused.at(failure + "code").asText()).isEqualTo("SECRET_NOT_USABLE");
    assertThat(refused.at(failure + "message").asText().replace(secret, nothing))
        .isEqualTo(awaitJob(absent, 1, "FAILED").at(failure + "message").asText());

    // What was refused to one is asked of whoever comes next, also of who tries again.
    instance(reader, 0, instance, 2, secret);
    var again = awaitJob(instance, 2, "FAILED").at("/subject").asText();
    assertThat(opened).noneMatch(each -> each.startsWith(instance.toString()));
    editor.data(
        "mutation($id: ID!) { retryJob(input: {id: $id}) { job { id } } }", Map.of("id", again));
    awaitJob(instance, 2, "SUCCEEDED");
    assertThat(opened).contains(instance + " " + VALUE);

    // What it uses already stays, whoever wants it otherwise.
    instance(reader, 0, instance, 3, secret);
    awaitJob(instance, 3, "SUCCEEDED");
  }

  @Test
  void aChangeThatIsAheadOfThePolicyWaitsAndIsDecidedByTheNewerOne() throws Exception {
    var secret = created("awaited");
    var former = somebody();
    var policy = PolicyForTests.of(nats);
    long before = policy.give(former, Map.of(House.ORGANIZATION.toString(), "EDITOR"));
    var early = TypeId.generate("inst");
    var marker = TypeId.generate("inst");

    instance(former, before + 1, early, 1, secret);
    instance(former, before, marker, 1, secret);
    awaitJob(marker, "SUCCEEDED");
    assertThat(house.messages("changes.job.>"))
        .noneMatch(event -> event.at("/data/after/instance").asText().equals(early.toString()));
    policy.give(former, Map.of());

    var failed = awaitJob(early, "FAILED");
    assertThat(failed.at("/data/after/steps/0/failure/code").asText())
        .isEqualTo("SECRET_NOT_USABLE");
    assertThat(failed.at("/policyrevision").asLong()).isEqualTo(before + 1);
  }

  @Test
  void aNewKeyIsUsedFromThenOnAndTheOldOneStillOpens() throws Exception {
    var before = created("before");
    var oldKey = keyOf(before);

    runner.rotateKey();
    awaitKey(oldKey);
    var after = created("after");

    assertThat(keyOf(after)).isNotEqualTo(oldKey);
    var first = TypeId.generate("inst");
    instance(first, before);
    var second = TypeId.generate("inst");
    instance(second, after);
    awaitJob(first, "SUCCEEDED");
    awaitJob(second, "SUCCEEDED");
    assertThat(opened).contains(first + " " + VALUE, second + " " + VALUE);

    editor.data(
        "mutation($i: UpdateSecretInput!) { updateSecret(input: $i) { secret { id } } }",
        Map.of("i", Map.of("id", before, "version", 1, "value", "another-value")));
    assertThat(keyOf(before)).isEqualTo(keyOf(after));
  }

  private String keyOf(String secret) {
    return editor
        .data("query($id: ID!) { secret(id: $id) { keyId } }", Map.of("id", secret))
        .getString("secret.keyId");
  }

  /// Waits until the provider's key is another one.
  private void awaitKey(String old) throws Exception {
    house.await(
        "changes.provider.*.-.>",
        event ->
            event.at("/data/after/name").asText().equals("containers")
                && !event.at("/data/after/encryptionKey/kid").isMissingNode()
                && !event.at("/data/after/encryptionKey/kid").asText().equals(old)
                && isCurrent(event.at("/data/after/encryptionKey/kid").asText()));
  }

  private boolean isCurrent(String kid) {
    return keys().contains(kid);
  }

  private List<String> keys() {
    return editor
        .data(
            "{ providers(where: {name: {eq: \"containers\"}}) { nodes { encryptionKey { kid } } } }")
        .getList("providers.nodes.encryptionKey.kid", String.class);
  }

  private static Map<String, Object> input(String name) {
    return Map.of(
        "organization",
        House.ORGANIZATION.toString(),
        "name",
        name,
        "provider",
        "containers",
        "value",
        VALUE);
  }

  private String created(String name) {
    return editor.data(CREATE, Map.of("i", input(name))).getString("createSecret.secret.id");
  }

  private void instance(TypeId id, String secret) throws Exception {
    instance("test", 0, id, 1, secret);
  }

  /// @param actor who wants it so
  private void instance(
      String actor, long policyRevision, TypeId id, long generation, String secret)
      throws Exception {
    var snapshot = new HashMap<String, Object>();
    snapshot.put("id", id.toString());
    snapshot.put("name", "web-1");
    snapshot.put("instanceType", Map.of("vcpus", 2, "memoryMib", 4096));
    snapshot.put("image", "debian-13");
    snapshot.put("provider", "containers");
    snapshot.put("desiredPowerState", "RUNNING");
    snapshot.put("generation", generation);
    snapshot.put("secrets", List.of(Map.of("name", "rootPassword", "secret", secret)));
    house.changed(
        actor,
        policyRevision,
        "instance",
        generation == 1 ? "created" : "updated",
        id,
        generation,
        snapshot,
        List.of());
  }

  private JsonNode awaitJob(TypeId instance, String status) throws Exception {
    return awaitJob(instance, 1, status);
  }

  private JsonNode awaitJob(TypeId instance, long generation, String status) throws Exception {
    return house.await(
        "changes.job.*.%s.>".formatted(House.ORGANIZATION),
        event ->
            event.at("/data/after/instance").asText().equals(instance.toString())
                && event.at("/data/after/generation").asLong() == generation
                && event.at("/data/after/status").asText().equals(status));
  }

  /// All rows of all tables of the service, as text.
  private String everythingKept() {
    return database
        .own()
        .read(transaction -> {
          var all = new StringBuilder();
          for (var table :
              transaction.rows(
                  Sql.of(
                      "select cast(table_name as text) from information_schema.tables where table_schema = current_schema()"))) {
            transaction
                .rows(Sql.of("select cast(row_to_json(t) as text) from %s t".formatted(table[0])))
                .forEach(row -> all.append(row[0]).append('\n'));
          }
          assertThat(all.toString()).contains("root").hasSizeGreaterThan(1000);
          return new String(
              all.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        });
  }

  private static String somebody() {
    return TypeId.generate("user").toString();
  }
}
