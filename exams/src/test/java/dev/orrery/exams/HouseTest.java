package dev.orrery.exams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.launcher.graph.GraphClient;
import dev.orrery.launcher.graph.GraphRefusal;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// One mutation crosses the whole house, and whatever is killed on its way, it arrives, once.
@Order(1)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HouseTest {
  private static final String PERSON = "ada@meridian.example";
  private static final String BUILT_IN_OWNER = "role_0000000000e008000000000003";
  private static final Duration RECOVERY = Duration.ofSeconds(120);

  private static House house;

  private GraphClient graph;
  private String organization;

  @BeforeAll
  static void theDemoHasRun() throws IOException {
    house = House.patient();
    String told = house.orrery(Duration.ofMinutes(3), "demo");

    assertThat(told)
        .contains("20 sites created", "300 prefixes created")
        .containsPattern("event +instance created")
        .containsPattern("address +10\\.16\\.0\\.")
        .containsPattern("job +job created")
        .containsPattern("order +work\\.simulator\\.compute\\.ensure")
        .containsPattern("report +reports\\.simulator\\.compute");
  }

  @AfterAll
  static void nothingIsLeftRunning() throws IOException {
    house.close();
  }

  @BeforeEach
  void ada() {
    graph = house.graph(PERSON);
    organization =
        graph
            .ask("{ organizations { nodes { id } } }")
            .path("organizations")
            .path("nodes")
            .path(0)
            .path("id")
            .asText();
  }

  @Test
  @Order(1)
  void theDemoCanBeRunAgain() {
    assertThat(house.orrery(Duration.ofMinutes(2), "demo"))
        .contains("0 sites created, 20 there already", "0 prefixes created, 300 there already");
  }

  @Test
  @Order(2)
  void everyQueryOfTheTourIsAnswered() throws IOException {
    String instance = anyInstance();
    List<Tour.Operation> operations = Tour.ofReadme();

    assertThat(operations).hasSizeGreaterThanOrEqualTo(6);
    for (Tour.Operation operation : operations) {
      Map<String, String> variables = Map.of("organization", organization, "id", instance);
      if (operation.name().equals("AWrongId")) {
        assertThatThrownBy(() -> graph.ask(operation.text(), variables))
            .isInstanceOf(GraphRefusal.class)
            .hasMessageContaining("INVALID_ARGUMENT");
      } else {
        assertThat(graph.ask(operation.text(), variables)).as(operation.name()).isNotEmpty();
      }
    }
  }

  @Test
  @Order(3)
  void theTourShowsWhatTheDemoMade() {
    JsonNode instance =
        graph
            .ask(
                """
                { instances(first: 1, where: {management: {eq: MANAGED}}) { nodes {
                    status observed { powerState } site { name region { name parent { name } } }
                    addresses { nodes { address prefix { network } } } project { name organization { name } } } } }
                """)
            .path("instances")
            .path("nodes")
            .path(0);

    assertThat(instance.path("status").asText()).isEqualTo("ACTIVE");
    assertThat(instance.path("observed").path("powerState").asText()).isEqualTo("RUNNING");
    assertThat(instance.path("site").path("region").path("parent").path("name").asText())
        .isEqualTo("Europe");
    assertThat(
            instance
                .path("addresses")
                .path("nodes")
                .path(0)
                .path("prefix")
                .path("network")
                .asText())
        .isEqualTo("10.16.0.0/23");
    assertThat(instance.path("project").path("organization").path("name").asText())
        .isEqualTo("Meridian");
  }

  @Test
  @Order(3)
  void anImportThatIsRefusedNamesEachBadLineAndImportsNothing() throws IOException {
    int before = prefixes();
    Path file = Files.createTempFile("plan", ".csv");
    try {
      Files.writeString(
          file,
          """
          network,site,description
          172.16.0.0/16,ZRH1,good
          172.16.1.1/24,ZRH1,host bits
          172.16.2.0/24,ZRH1,good
          172.16.2.0/24,ZRH1,the same again
          """);

      assertThatThrownBy(() -> house.orrery("import", "prefixes", file.toString(), "Meridian"))
          .hasMessageContaining("ended with 1")
          .hasMessageContaining(file + ":3: ")
          .hasMessageContaining("172.16.1.0/24")
          .hasMessageContaining(file + ":5: ")
          .hasMessageNotContaining(file + ":2: ");
      assertThat(prefixes()).isEqualTo(before);
    } finally {
      Files.delete(file);
    }
  }

  private int prefixes() {
    return graph.ask("{ prefixes { totalCount } }").path("prefixes").path("totalCount").asInt();
  }

  @Test
  @Order(4)
  void sixtyFourClientsGetDistinctAddressesUntilThereAreNone() throws Exception {
    String prefix =
        graph
            .ask(
                "mutation($i: CreatePrefixInput!) { createPrefix(input: $i) { prefix { id } } }",
                Map.of("i", Map.of("organization", organization, "network", "192.168.77.0/24")))
            .path("createPrefix")
            .path("prefix")
            .path("id")
            .asText();
    List<String> addresses = new ArrayList<>();
    List<String> refusals = new ArrayList<>();
    try (ExecutorService clients = Executors.newFixedThreadPool(64)) {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        answers.add(clients.submit(() -> allocate(prefix)));
      }
      for (Future<String> answer : answers) {
        String text = answer.get();
        (text.startsWith("192.168.77.") ? addresses : refusals).add(text);
      }
    }

    assertThat(addresses).hasSize(254).doesNotHaveDuplicates();
    assertThat(refusals).hasSize(46).containsOnly("POOL_EXHAUSTED");
  }

  private String allocate(String prefix) {
    try {
      return graph
          .ask(
              "mutation($i: AllocateIpAddressInput!) { allocateIpAddress(input: $i) { ipAddress { address } } }",
              Map.of("i", Map.of("organization", organization, "prefix", prefix)))
          .path("allocateIpAddress")
          .path("ipAddress")
          .path("address")
          .asText();
    } catch (GraphRefusal refusal) {
      return refusal.code();
    }
  }

  @Test
  @Order(5)
  void aServiceAccountOfAnotherOrganizationFindsNothingOfTheTour() throws IOException {
    GraphClient stranger = serviceAccountOfAnotherOrganization();
    Map<String, String> variables = Map.of("organization", organization, "id", anyInstance());

    for (Tour.Operation operation : Tour.ofReadme()) {
      if (operation.text().startsWith("mutation")) {
        assertThatThrownBy(() -> stranger.ask(operation.text(), variables))
            .as(operation.name())
            .isInstanceOf(GraphRefusal.class)
            .hasMessageContaining("NOT_FOUND");
      } else if (!operation.name().equals("AWrongId")) {
        ObjectNode answer = (ObjectNode) stranger.ask(operation.text(), variables);
        answer.remove("providers"); // serve everybody
        assertThat(answer.findValues("nodes")).as(operation.name()).allMatch(JsonNode::isEmpty);
        assertThat(answer.findValues("name")).as(operation.name()).isEmpty();
      }
    }
  }

  @Test
  @Order(5)
  void whySaysWhoMayAndWhoMayNot() {
    String region = region("Asked about");

    assertThat(house.orrery("why", PERSON, "region.update", region)).contains("GRANTED");
    String fellow = "no-friend-%d@globex.example".formatted(System.nanoTime());
    Tenant.made(
        house.operator(),
        "User",
        Map.of(
            "organization",
            Tenant.made(house.operator(), "Organization", Map.of("name", fellow)),
            "name",
            "Nobody's friend",
            "email",
            fellow,
            "role",
            "OWNER"));
    assertThatThrownBy(() -> house.orrery("why", fellow, "region.update", region))
        .as("it ends with 1")
        .hasMessageContaining("DENIED");
  }

  @Test
  @Order(5)
  void theOthersKeepDecidingWhilePermissionsApiIsDown() {
    GraphClient stranger = serviceAccountOfAnotherOrganization();
    String before = region("Before nobody could ask");
    house.stop("permissions-api");
    try {
      assertThat(region("While nobody could ask")).startsWith("reg_");
      assertThat(
              stranger
                  .ask("query($id: ID!) { region(id: $id) { name } }", Map.of("id", before))
                  .path("region")
                  .isNull())
          .isTrue();
      assertThatThrownBy(() ->
              Tenant.made(
                  stranger, "Region", Map.of("organization", organization, "name", "Not theirs")))
          .isInstanceOf(GraphRefusal.class)
          .hasMessageContaining("NOT_FOUND");
    } finally {
      house.start("permissions-api");
    }
  }

  private GraphClient serviceAccountOfAnotherOrganization() {
    GraphClient operator = house.operator();
    String name = "globex-%d".formatted(System.nanoTime());
    String globex = Tenant.made(operator, "Organization", Map.of("name", name));
    String account =
        Tenant.made(operator, "ServiceAccount", Map.of("organization", globex, "name", name));
    Tenant.made(
        operator,
        "Binding",
        Map.of("organization", globex, "subject", account, "role", BUILT_IN_OWNER));
    String secret =
        operator
            .ask(
                """
                mutation($i: CreateServiceAccountSecretInput!) {
                  createServiceAccountSecret(input: $i) { secret } }
                """,
                Map.of("i", Map.of("serviceAccount", account)))
            .at("/createServiceAccountSecret/secret")
            .asText();
    return new GraphClient(house.endpoint("GATEWAY"), house.tokens().of(account, secret));
  }

  @Test
  @Order(5)
  void theOthersAnswerAndWriteWhileInstanceApiIsDown() {
    house.stop("instance-api");
    try {
      assertThat(region("While instances are away")).startsWith("reg_");
      assertThat(
              graph
                  .ask("{ prefixes(first: 1) { totalCount } }")
                  .path("prefixes")
                  .path("totalCount")
                  .asInt())
          .isPositive();
      assertThat(house.statusTable()).containsPattern("instance-api.*down");
    } finally {
      house.start("instance-api");
    }
  }

  @Test
  @Order(6)
  void writesSucceedWhileNatsIsDownAndTheirEventsFlowWhenItIsBack() {
    house.stop("nats");
    String instance;
    try {
      instance = newInstance("offline");
      assertThat(status(instance)).isEqualTo("PENDING");
    } finally {
      house.start("nats");
    }

    becomesActive(instance);
    assertThat(house.effectsOn(instance)).containsExactly("CREATED");
  }

  @Test
  @Order(7)
  void aProviderThatDiesBetweenEffectAndReportMakesOneObject() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(house.simulatorControl("/faults"))
                  .PUT(HttpRequest.BodyPublishers.ofString("{\"crash\": {\"next\": 1}}"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isBetween(200, 204);
    }
    String instance = newInstance("crash");
    house.awaitEnd("simulator");
    assertThat(house.effectsOn(instance)).containsExactly("CREATED");
    assertThat(status(instance)).isEqualTo("PENDING");
    house.start("simulator");

    becomesActive(instance);
    assertThat(house.effectsOn(instance)).containsExactly("CREATED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ipam-api",
        "instance-api",
        "event-handlers",
        "simulator",
        "nats",
        "location-api",
        "permissions-api",
        "gateway"
      })
  @Order(8)
  void anInstanceArrivesOnceWhicheverProcessIsKilledOnItsWay(String process) {
    String instance = newInstance("kill-" + process);
    house.kill(process);
    house.start(process);

    becomesActive(instance);
    assertThat(house.effectsOn(instance)).containsExactly("CREATED");
    assertThat(addresses(instance)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"event-handlers, 5", "simulator, 5", "location-api, 0", "gateway, 0"})
  @Order(9)
  void whatGoesOnAnywayLeavesTheProcessorsToTheOthers(String process, int niceness)
      throws Exception {
    long pid = house.process(process).orElseThrow().pid();
    assertThat(told("ps", "-o", "nice=", "-p", Long.toString(pid)))
        .isEqualTo(Integer.toString(niceness));
    Path session = Path.of("/proc/%d/autogroup".formatted(pid));
    if (Files.exists(session)) {
      assertThat(Files.readString(session).strip()).endsWith("nice " + niceness);
    }
  }

  private static String told(String... command) throws IOException {
    try (var output = new ProcessBuilder(command).start().inputReader()) {
      return output.readAllAsString().strip();
    }
  }

  @Test
  @Order(9)
  void aCrashIsSeenAndTakesNobodyElseDown() {
    house.kill("ipam-api");
    try {
      assertThat(house.statusTable())
          .containsPattern("ipam-api.*crashed")
          .containsPattern("location-api.*ready")
          .containsPattern("gateway.*ready");
      JsonNode instance =
          graph
              .ask("{ instances(first: 1) { nodes { name } } }")
              .path("instances")
              .path("nodes")
              .path(0);
      assertThat(instance.path("name").asText()).isNotBlank();
    } finally {
      house.start("ipam-api");
    }
  }

  @Test
  @Order(10)
  void stopsStartsAndDeletesAnInstanceAndReleasesItsAddress() {
    String instance = newInstance("whole-life");
    becomesActive(instance);
    String address = addresses(instance).getFirst();

    change("stopInstance", "StopInstanceInput", instance);
    Eventually.answers(RECOVERY, () -> observedPower(instance).equals("STOPPED") ? true : null);
    change("startInstance", "StartInstanceInput", instance);
    Eventually.answers(RECOVERY, () -> observedPower(instance).equals("RUNNING") ? true : null);
    change("deleteInstance", "DeleteInstanceInput", instance);
    Eventually.answers(
        RECOVERY,
        () ->
            graph
                    .ask("query($id: ID!) { instance(id: $id) { id } }", Map.of("id", instance))
                    .path("instance")
                    .isNull()
                ? true
                : null);

    assertThat(house.effectsOn(instance))
        .containsExactly("CREATED", "STOPPED", "STARTED", "DELETED");
    Eventually.answers(
        RECOVERY,
        () ->
            graph
                        .ask(
                            "query($a: String!) { ipAddresses(where: {address: {eq: $a}}) { totalCount } }"
                                .replace("String!", "IpAddr!"),
                            Map.of("a", address))
                        .path("ipAddresses")
                        .path("totalCount")
                        .asInt()
                    == 0
                ? true
                : null);
  }

  private void change(String mutation, String input, String instance) {
    int version =
        graph
            .ask("query($id: ID!) { instance(id: $id) { version } }", Map.of("id", instance))
            .path("instance")
            .path("version")
            .asInt();
    graph.ask(
        "mutation($i: %s!) { %s(input: $i) { instance { id } } }".formatted(input, mutation),
        Map.of("i", Map.of("id", instance, "version", version)));
  }

  private String region(String name) {
    return graph
        .ask(
            "mutation($i: CreateRegionInput!) { createRegion(input: $i) { region { id } } }",
            Map.of("i", Map.of("organization", organization, "name", name)))
        .path("createRegion")
        .path("region")
        .path("id")
        .asText();
  }

  private String newInstance(String name) {
    JsonNode known =
        graph.ask(
            """
            { instanceTypes(first: 1) { nodes { id } } images(first: 1) { nodes { id } }
              sites(where: {name: {eq: "ZRH1"}}) { nodes { id } }
              prefixes(where: {network: {eq: "10.16.0.0/23"}}) { nodes { id } } }
            """);
    return graph
        .ask(
            "mutation($i: CreateInstanceInput!) { createInstance(input: $i) { instance { id } } }",
            Map.of(
                "i",
                Map.of(
                    "organization", organization,
                    "name", name,
                    "instanceType", first(known, "instanceTypes"),
                    "image", first(known, "images"),
                    "site", first(known, "sites"),
                    "prefix", first(known, "prefixes"))))
        .path("createInstance")
        .path("instance")
        .path("id")
        .asText();
  }

  private static String first(JsonNode data, String list) {
    return data.path(list).path("nodes").path(0).path("id").asText();
  }

  private String anyInstance() {
    return first(graph.ask("{ instances(first: 1) { nodes { id } } }"), "instances");
  }

  private void becomesActive(String instance) {
    Eventually.answers(RECOVERY, () -> status(instance).equals("ACTIVE") ? true : null);
  }

  private String status(String instance) {
    return graph
        .ask("query($id: ID!) { instance(id: $id) { status } }", Map.of("id", instance))
        .path("instance")
        .path("status")
        .asText();
  }

  private String observedPower(String instance) {
    return graph
        .ask(
            "query($id: ID!) { instance(id: $id) { observed { powerState } } }",
            Map.of("id", instance))
        .path("instance")
        .path("observed")
        .path("powerState")
        .asText();
  }

  private List<String> addresses(String instance) {
    List<String> addresses = new ArrayList<>();
    graph
        .ask(
            "query($id: ID!) { instance(id: $id) { addresses { nodes { address } } } }",
            Map.of("id", instance))
        .path("instance")
        .path("addresses")
        .path("nodes")
        .forEach(node -> addresses.add(node.path("address").asText()));
    return addresses;
  }
}
