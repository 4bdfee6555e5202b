package dev.orrery.launcher.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.testing.NatsForTests;
import dev.orrery.kit.testing.PostgresForTests;
import dev.orrery.kit.testing.Repository;
import dev.orrery.launcher.deploy.StreamDeclaration;
import io.nats.client.Connection;
import io.nats.client.PublishOptions;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.MessageInfo;
import io.nats.client.impl.Headers;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONSUMER = "handlers-plan-job";
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  @TempDir static Path secrets;
  private static NatsForTests nats;
  private static PostgresForTests postgres;
  private static Connection connection;
  private static Site site;

  private final TypeId organization = TypeId.generate("org");
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream complaints = new ByteArrayOutputStream();

  @BeforeAll
  static void start() throws Exception {
    nats = NatsForTests.start();
    postgres = PostgresForTests.start();
    connection = nats.connect();
    for (String room : List.of("location", "ipam", "instance", "permissions", "handlers")) {
      Files.writeString(secrets.resolve("database-" + room), postgres.login(room).password());
      try (var database = postgres.connect(room);
          var statement = database.createStatement()) {
        statement.execute(resource("/db/kit/events/V0_1__outbox_inbox.sql"));
      }
    }
    site =
        new Site(
            nats.url(),
            nats.owner().user(),
            nats.owner().password(),
            postgres.url(),
            secrets,
            StreamDeclaration.readAll(Repository.streams()));
    connection
        .jetStreamManagement()
        .addOrUpdateConsumer(
            "CHANGES_INSTANCE", ConsumerConfiguration.builder().durable(CONSUMER).build());
  }

  @AfterAll
  static void stop() throws Exception {
    connection.close();
    nats.close();
    postgres.close();
  }

  @BeforeEach
  void forgetWhatWasPublished() throws Exception {
    for (String stream : List.of("CHANGES_INSTANCE", "CHANGES_LOCATION", "DEADLETTERS")) {
      connection.jetStreamManagement().purgeStream(stream);
    }
  }

  @Test
  void tailShowsAllServicesInTheOrderOfTime() throws Exception {
    String site1 = happened("site", "created", 1, "ZRH1");
    String instance = happened("instance", "created", 1, "web-1");
    happened("site", "updated", 2, "ZRH2");

    assertThat(run("tail")).isZero();

    assertThat(lines()).hasSize(3);
    assertThat(lines().get(0)).contains("site.created", site1, "v1", "\"ZRH1\"", "by user_x");
    assertThat(lines().get(1)).contains("instance.created", instance, "\"web-1\"");
    assertThat(lines().get(2)).contains("site.updated", "v2", "[name]");
  }

  @Test
  void tailFiltersByTypeResourceOrganizationAndTime() throws Exception {
    happened("site", "created", 1, "ZRH1");
    String instance = happened("instance", "created", 1, "web-1");
    happened("instance", "deleted", 1, "web-2");

    run("tail", "--type", "instance.created", "--organization", organization.toString());
    assertThat(lines()).singleElement().asString().contains("web-1");
    run("tail", "--type=site,instance");
    assertThat(lines()).hasSize(3);
    run("tail", "--resource", instance);
    assertThat(lines()).singleElement().asString().contains("web-1");
    run("tail", "--organization", TypeId.generate("org").toString());
    assertThat(lines()).isEmpty();
    run("tail", "--since", "now");
    assertThat(lines()).isEmpty();
    run("tail", "--until", "1h");
    assertThat(lines()).isEmpty();
    run("tail", "--last", "2");
    assertThat(lines()).hasSize(2).last().asString().contains("web-2");
  }

  @Test
  void tailGivesWholeEventsAsJson() throws Exception {
    String instance = happened("instance", "created", 1, "web-1");

    run("tail", "--json");

    JsonNode event = JSON.readTree(lines().getFirst());
    assertThat(event.path("subject").asText()).isEqualTo(instance);
    assertThat(event.path("data").path("after").path("name").asText()).isEqualTo("web-1");
  }

  @Test
  void tailFollowsAcrossARestartOfTheServerAndLosesAndRepeatsNothing() throws Exception {
    happened("instance", "created", 1, "before");
    Thread following = Thread.ofVirtual().start(() -> run("tail", "--follow"));
    try {
      eventually("before");
      happened("instance", "created", 1, "while");
      eventually("while");
      nats.restart();
      happened("instance", "created", 1, "after");
      eventually("after");
      assertThat(lines()).hasSize(3);
    } finally {
      following.interrupt();
      following.join();
    }
  }

  @Test
  void whatIsTypedWronglyIsExplained() {
    assertThat(run("tail", "--typ", "site")).isEqualTo(2);
    assertThat(said()).contains("there is no option --typ", "./orrery events tail --help");
    assertThat(run("tail", "--type", "sight")).isEqualTo(2);
    assertThat(said()).contains("nothing is called 'sight'", "site", "instance");
    assertThat(run("tail", "--since", "yesterday")).isEqualTo(2);
    assertThat(said()).contains("--since yesterday is no moment", "10m");
    assertThat(run("tail", "--resource", "web-1")).isEqualTo(2);
    assertThat(run("tail", "--last", "0")).isEqualTo(2);
    assertThat(run("tail", "--since")).isEqualTo(2);
    assertThat(run("tail", "-f", "--until", "1h")).isEqualTo(2);
    assertThat(run("replay")).isEqualTo(2);
    assertThat(said()).contains("say which");
    assertThat(run("replay", "--all", "--again")).isEqualTo(2);
    assertThat(run("replay", "--all", "--consumer", "nobody")).isEqualTo(2);
    assertThat(said()).contains("no consumer is called 'nobody'", CONSUMER);
    assertThat(run("replay", "--all", "--service", "dns")).isEqualTo(2);
    assertThat(run("redrive")).isEqualTo(2);
    assertThat(run("redrive", "seven")).isEqualTo(2);
    assertThat(run("dead", "bury")).isEqualTo(2);
    assertThat(run("dead", "discard")).isEqualTo(2);
    assertThat(run("dead", "show", "4711")).isEqualTo(1);
    assertThat(said()).contains("no such dead letter at 4711");
    assertThat(run("tale")).isEqualTo(2);
    assertThat(said()).contains("tail, replay, dead and redrive");
  }

  @Test
  void withoutAServerTheReasonIsTold() {
    Site nowhere =
        new Site("nats://127.0.0.1:1", "", "", site.databaseUrl(), secrets, site.streams());
    int status =
        EventsCommand.run(
            List.of("tail"), nowhere, new PrintStream(out), new PrintStream(complaints));
    assertThat(status).isEqualTo(1);
    assertThat(said()).contains("NATS at nats://127.0.0.1:1 cannot be reached");
  }

  @Test
  void replayPublishesWhatWasSelectedOnceMoreUnderTheSameEventId() throws Exception {
    String wanted = inOutbox("instance", Instant.now());
    inOutbox("image", Instant.now());
    inOutbox("instance", Instant.now().minus(Duration.ofHours(3)));

    assertThat(run("replay", "--type", "instance", "--since", "1h", "--dry-run")).isZero();
    assertThat(printed()).contains("1 events would be published again");
    assertThat(published()).isEmpty();

    assertThat(run("replay", "--type", "instance", "--since", "1h")).isZero();
    assertThat(published())
        .singleElement()
        .satisfies(message -> {
          assertThat(message.getSubject()).endsWith(wanted);
          assertThat(message.getHeaders().getFirst("Orrery-Original-Id")).startsWith("evt_");
          assertThat(message.getHeaders().getFirst("Orrery-Only")).isNull();
        });
  }

  @Test
  void replayToOneConsumerMarksItAndOnlyAgainMakesItHandleAllOnceMore() throws Exception {
    String resource = inOutbox("instance", Instant.now());

    run("replay", "--resource", resource, "--consumer", CONSUMER);
    run("replay", "--resource", resource, "--consumer", CONSUMER, "--again");

    assertThat(published()).hasSize(2);
    assertThat(published())
        .allSatisfy(message ->
            assertThat(message.getHeaders().getFirst("Orrery-Only")).isEqualTo(CONSUMER));
    assertThat(published().get(0).getHeaders().getFirst("Orrery-Replay")).isNull();
    assertThat(published().get(1).getHeaders().getFirst("Orrery-Replay")).isNotNull();
  }

  @Test
  void deadLettersAreListedWithReasonAndTraceAndShownWhole() throws Exception {
    long place = parked("instance", CONSUMER, "IllegalStateException: cannot digest this");
    parked("site", "ipam-note-site", "no");

    run("dead");
    assertThat(printed()).contains("cannot digest this", TRACE, CONSUMER, "2 dead letters");
    run("dead", "list", "--consumer", CONSUMER);
    assertThat(printed()).contains("1 dead letters").doesNotContain("ipam-note-site");
    run("dead", "--reason", "DIGEST", "--json");
    assertThat(JSON.readTree(lines().getFirst()).path("letter").path("traceId").asText())
        .isEqualTo(TRACE);
    run("dead", "show", String.valueOf(place));
    assertThat(printed())
        .contains("reason     IllegalStateException: cannot digest this")
        .contains("trace      " + TRACE)
        .contains("\"body\" : \"of instance\"");
    run("dead", "--since", "now");
    assertThat(printed()).contains("No dead letters.");
  }

  @Test
  void redriveGivesLettersToTheirConsumerAndTakesThemOut() throws Exception {
    long one = parked("instance", CONSUMER, "first");
    parked("instance", CONSUMER, "second");
    parked("instance", "instance-other", "third");

    run("redrive", "--consumer", CONSUMER, "--dry-run");
    assertThat(printed()).contains("2 would be driven again");
    assertThat(published()).isEmpty();

    run("redrive", String.valueOf(one));
    assertThat(published())
        .singleElement()
        .satisfies(message ->
            assertThat(message.getHeaders().getFirst("Orrery-Only")).isEqualTo(CONSUMER));
    run("redrive", "--reason", "second");
    assertThat(printed()).contains("1 driven again");
    run("redrive", "--all");
    assertThat(published()).hasSize(3);
    run("dead");
    assertThat(printed()).contains("No dead letters.");
  }

  @Test
  void discardThrowsAwayOnlyWhatWasNamed() throws Exception {
    long one = parked("instance", CONSUMER, "first");
    parked("instance", CONSUMER, "second");

    run("dead", "discard", String.valueOf(one));

    run("dead");
    assertThat(printed()).contains("second").doesNotContain("first");
    assertThat(published()).isEmpty();
  }

  private int run(String... words) {
    out.reset();
    complaints.reset();
    return EventsCommand.run(
        List.of(words),
        site,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(complaints, true, StandardCharsets.UTF_8));
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String said() {
    return complaints.toString(StandardCharsets.UTF_8);
  }

  private List<String> lines() {
    return printed().lines().toList();
  }

  private void eventually(String text) throws InterruptedException {
    Instant end = Instant.now().plusSeconds(20);
    while (!printed().contains(text)) {
      assertThat(Instant.now()).as("waiting for %s in %s", text, printed()).isBefore(end);
      Thread.sleep(20);
    }
  }

  private static String resource(String name) throws Exception {
    try (var stream = EventsCommandTest.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static final Map<String, String> PREFIXES =
      Map.of("site", "site", "instance", "inst", "image", "img");

  private String event(String type, String verb, long version, TypeId resource, String name) {
    return """
    {"specversion":"1.0","id":"%s","type":"dev.orrery.%s.%s.v1","subject":"%s",
     "data":{"version":%d,"before":null,"after":{"name":"%s"},"changed":["name"],"actor":"user_x"}}
    """
        .formatted(TypeId.generate("evt"), type, verb, resource, version, name);
  }

  /// @return the resource's id
  private String happened(String type, String verb, long version, String name) throws Exception {
    TypeId resource = TypeId.generate(PREFIXES.get(type));
    String subject = "changes.%s.%s.%s.%s".formatted(type, verb, organization, resource);
    byte[] body = event(type, verb, version, resource, name).getBytes(StandardCharsets.UTF_8);
    for (int attempt = 1; ; attempt++) {
      try {
        connection.jetStream().publish(subject, body);
        return resource.toString();
      } catch (java.io.IOException | IllegalStateException away) {
        if (attempt == 50) {
          throw away;
        }
        Thread.sleep(100);
      }
    }
  }

  private String inOutbox(String type, Instant at) throws Exception {
    TypeId resource = TypeId.generate(PREFIXES.get(type));
    try (var database = postgres.connect("instance");
        PreparedStatement insert =
            database.prepareStatement(
                """
                insert into outbox (message_id, subject, body, ordering_key, event_type, resource,
                                    resource_version, created_at, published_at)
                values (?, ?, ?, ?, ?, ?, 1, ?, ?)
                """)) {
      insert.setString(1, TypeId.generate("evt").toString());
      insert.setString(2, "changes.%s.created.%s.%s".formatted(type, organization, resource));
      insert.setString(3, event(type, "created", 1, resource, "x"));
      insert.setString(4, resource.toString());
      insert.setString(5, "dev.orrery.%s.created.v1".formatted(type));
      insert.setString(6, resource.toString());
      insert.setObject(7, at.atOffset(ZoneOffset.UTC));
      insert.setObject(8, at.atOffset(ZoneOffset.UTC));
      insert.executeUpdate();
    }
    return resource.toString();
  }

  private List<MessageInfo> published() throws Exception {
    List<MessageInfo> messages = new ArrayList<>();
    var management = connection.jetStreamManagement();
    var state = management.getStreamInfo("CHANGES_INSTANCE").getStreamState();
    for (long place = state.getFirstSequence(); place <= state.getLastSequence(); place++) {
      messages.add(management.getMessage("CHANGES_INSTANCE", place));
    }
    return messages;
  }

  /// @return its place
  private long parked(String type, String consumer, String reason) throws Exception {
    String subject =
        "changes.%s.created.%s.%s"
            .formatted(type, organization, TypeId.generate(PREFIXES.get(type)));
    String letter =
        JSON.writeValueAsString(
            Map.ofEntries(
                Map.entry("consumer", consumer),
                Map.entry("stream", "CHANGES_INSTANCE"),
                Map.entry("sequence", 7),
                Map.entry("subject", subject),
                Map.entry("messageId", TypeId.generate("evt").toString()),
                Map.entry("reason", reason),
                Map.entry("failures", 5),
                Map.entry("traceId", TRACE),
                Map.entry("parkedAt", Instant.now().toString()),
                Map.entry("headers", Map.of("traceparent", "00-" + TRACE)),
                Map.entry("body", "{\"body\":\"of %s\"}".formatted(type))));
    return connection
        .jetStream()
        .publish(
            "deadletters.%s.%s".formatted(consumer, subject),
            new Headers(),
            letter.getBytes(StandardCharsets.UTF_8),
            PublishOptions.builder().build())
        .getSeqno();
  }
}
