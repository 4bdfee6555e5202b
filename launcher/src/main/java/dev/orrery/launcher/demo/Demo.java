package dev.orrery.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.orrery.launcher.graph.GraphClient;
import dev.orrery.launcher.graph.Tokens;
import dev.orrery.launcher.imports.ImportRefused;
import dev.orrery.launcher.imports.Imported;
import dev.orrery.launcher.imports.PrefixesFile;
import dev.orrery.launcher.imports.SitesFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `./orrery demo`: one mutation crosses the whole house, and every step of it is seen.
///
/// It can be run again: what is there already is used, only the new instance is new.
public final class Demo {
  private static final String ORGANIZATION = "Meridian";
  private static final String PERSON = "ada@meridian.example";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Story story = new Story();
  private final Path root = Path.of(environment("ORRERY_ROOT"));
  private final URI gateway = URI.create(environment("ORRERY_GATEWAY_URL") + "/graphql");
  private final Tokens tokens =
      new Tokens(
          URI.create(environment("ORRERY_PERMISSIONS_URL")), environment("ORRERY_OPERATOR_SECRET"));

  private Demo() {}

  /// Exits with 1 when anything does not come out as told.
  public static void main(String[] arguments) {
    try {
      new Demo().tell();
    } catch (ImportRefused refused) {
      System.err.println(refused.getMessage());
      refused
          .lines()
          .forEach(line -> System.err.printf("  line %d: %s%n", line.line(), line.reason()));
      System.exit(1);
    } catch (IOException | InterruptedException | RuntimeException failure) {
      System.err.printf(
          "The demo failed: %s%nLook at ./orrery status and ./orrery logs.%n",
          failure.getMessage());
      System.exit(1);
    }
  }

  private static String environment(String name) {
    String value = System.getenv(name);
    if (value == null || value.isEmpty()) {
      throw new IllegalStateException(name + " is not set; ./orrery demo sets it");
    }
    return value;
  }

  private void tell() throws IOException, InterruptedException {
    String organization = people();
    GraphClient graph = new GraphClient(gateway, tokens.user(PERSON));
    String project = project(graph, organization);
    plan(graph, organization);
    String site = oneSite(graph, organization);
    thisMachine(graph, organization, site);
    String instance = newInstance(graph, organization, project, site);
    oneQuery(graph, instance);
    story.plain(
        """

        It all stays up. Next:
           open %s in a browser       the graph, with GraphiQL; paste the token of ./orrery token %s
           ./orrery status                            what runs, and how much memory it takes
           ./orrery logs event-handlers -f            what happens inside
           ./orrery down                              stop everything, keep the data
        """
            .formatted(gateway.resolve("/"), PERSON));
  }

  /// The organization and its first owner, made by the platform's operator.
  private String people() {
    story.chapter("Who is who");
    GraphClient operator = new GraphClient(gateway, tokens.operator());
    JsonNode known =
        operator
            .ask(
                "query($name: String!) { organizations(where: {name: {eq: $name}}) { nodes { id } } }",
                Map.of("name", ORGANIZATION))
            .path("organizations")
            .path("nodes");
    String organization =
        known.isEmpty()
            ? operator
                .ask(
                    """
                    mutation($input: CreateOrganizationInput!) {
                      createOrganization(input: $input) { organization { id } }
                    }
                    """,
                    Map.of("input", Map.of("name", ORGANIZATION)))
                .path("createOrganization")
                .path("organization")
                .path("id")
                .asText()
            : known.path(0).path("id").asText();
    operator.ask(
        "mutation($input: CreateUserInput!) { createUser(input: $input) { user { id } } }",
        Map.of(
            "input",
            Map.of(
                "organization",
                organization,
                "name",
                "Ada",
                "email",
                PERSON,
                "role",
                "OWNER",
                "idempotencyKey",
                "demo-ada-" + organization)));
    story.line(
        "%s is an organization (%s); %s is its owner, and does the rest"
            .formatted(ORGANIZATION, organization, PERSON));
    return organization;
  }

  private static String project(GraphClient graph, String organization) {
    return graph
        .ask(
            "mutation($input: CreateProjectInput!) { createProject(input: $input) { project { id } } }",
            Map.of(
                "input",
                Map.of(
                    "organization",
                    organization,
                    "name",
                    "Storefront",
                    "idempotencyKey",
                    "demo-project")))
        .path("createProject")
        .path("project")
        .path("id")
        .asText();
  }

  private void plan(GraphClient graph, String organization) throws IOException {
    story.chapter("The plan");
    Imported sites = SitesFile.load(root.resolve("examples/sites.yaml"), graph, organization);
    story.line(
        "examples/sites.yaml: %d sites created, %d there already"
            .formatted(sites.created(), sites.existing()));
    Imported prefixes =
        PrefixesFile.load(root.resolve("examples/prefixes.csv"), graph, organization);
    story.line(
        "examples/prefixes.csv: %d prefixes created, %d there already"
            .formatted(prefixes.created(), prefixes.existing()));
  }

  private static String oneSite(GraphClient graph, String organization) {
    return graph
        .ask(
            """
            query($organization: ID!) {
              sites(where: {organization: {eq: $organization}, name: {eq: "ZRH1"}}) { nodes { id } }
            }
            """,
            Map.of("organization", organization))
        .path("sites")
        .path("nodes")
        .path(0)
        .path("id")
        .asText();
  }

  private void thisMachine(GraphClient graph, String organization, String site) {
    story.chapter("This very machine");
    ThisMachine machine = ThisMachine.look();
    story.line(
        "%s: %d processors, %d MiB, %s"
            .formatted(
                machine.hostname(),
                machine.processors(),
                machine.memoryMib(),
                machine.operatingSystem()));
    machine
        .interfaces()
        .forEach(network ->
            story.line("%s %s".formatted(network.name(), String.join(" ", network.addresses()))));
    String instance = adopted(graph, organization, site, machine);
    String vrf =
        graph
            .ask(
                "mutation($input: CreateVrfInput!) { createVrf(input: $input) { vrf { id } } }",
                Map.of(
                    "input",
                    Map.of(
                        "organization", organization,
                        "name", "inside " + machine.hostname(),
                        "idempotencyKey", "demo-vrf-" + machine.hostname())))
            .path("createVrf")
            .path("vrf")
            .path("id")
            .asText();
    List<Map<String, String>> networks =
        machine.networks().stream().map(network -> Map.of("network", network, "vrf", vrf)).toList();
    graph.ask(
        "mutation($input: ImportPrefixesInput!) { importPrefixes(input: $input) { created } }",
        Map.of("input", Map.of("organization", organization, "prefixes", networks)));
    machine.interfaces().stream()
        .flatMap(network -> network.addresses().stream())
        .map(address -> address.substring(0, address.indexOf('/')))
        .distinct()
        .forEach(address -> address(graph, organization, vrf, instance, address));
    story.line(
        "recorded as %s, an adopted instance, with its networks and addresses".formatted(instance));
  }

  private static String adopted(
      GraphClient graph, String organization, String site, ThisMachine machine) {
    JsonNode known =
        graph
            .ask(
                """
                query($organization: ID!, $name: String!) {
                  instances(where: {organization: {eq: $organization}, name: {eq: $name}}, labels: "adopted-by=demo") {
                    nodes { id }
                  }
                }
                """,
                Map.of("organization", organization, "name", machine.hostname()))
            .path("instances")
            .path("nodes");
    if (!known.isEmpty()) {
      return known.path(0).path("id").asText();
    }
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("organization", organization);
    input.put("name", machine.hostname());
    input.put("hostname", machine.hostname());
    input.put("site", site);
    input.put("vcpus", machine.processors());
    input.put("memoryMib", machine.memoryMib());
    input.put("operatingSystem", machine.operatingSystem());
    input.put("labels", Map.of("adopted-by", "demo"));
    input.put("interfaces", machine.interfaces().stream().map(Demo::found).toList());
    return graph
        .ask(
            "mutation($input: AdoptInstanceInput!) { adoptInstance(input: $input) { instance { id } } }",
            Map.of("input", input))
        .path("adoptInstance")
        .path("instance")
        .path("id")
        .asText();
  }

  /// An interface without hardware, such as the loopback, has no hardware address.
  private static Map<String, Object> found(ThisMachine.Interface network) {
    Map<String, Object> found = new HashMap<>();
    found.put("name", network.name());
    found.put("addresses", network.addresses());
    if (network.mac().contains(":")) {
      found.put("mac", network.mac());
    }
    return found;
  }

  private static void address(
      GraphClient graph, String organization, String vrf, String instance, String address) {
    graph.ask(
        "mutation($input: CreateIpAddressInput!) { createIpAddress(input: $input) { ipAddress { id } } }",
        Map.of(
            "input",
            Map.of(
                "organization", organization,
                "address", address,
                "vrf", vrf,
                "instance", instance,
                "idempotencyKey", "demo-address-" + instance + "-" + address)));
  }

  private String newInstance(GraphClient graph, String organization, String project, String site)
      throws IOException, InterruptedException {
    story.chapter("A new instance crosses the house");
    String type =
        catalogued(
            graph,
            "InstanceType",
            Map.of("organization", organization, "name", "small", "vcpus", 2, "memoryMib", 4096));
    String image =
        catalogued(
            graph,
            "Image",
            Map.of(
                "organization", organization,
                "name", "debian-13",
                "operatingSystem", "Debian",
                "operatingSystemVersion", "13",
                "architecture", "x86_64"));
    String prefix = serversPrefix(graph, organization);
    try (Happenings happenings =
        Happenings.follow(
            story,
            environment("ORRERY_NATS_URL"),
            environment("ORRERY_NATS_USER"),
            environment("ORRERY_NATS_PASSWORD"))) {
      Instant begin = Instant.now();
      Map<String, Object> input = new HashMap<>();
      input.put("organization", organization);
      input.put("project", project);
      input.put("name", "web-" + Long.toString(begin.getEpochSecond(), 36));
      input.put("instanceType", type);
      input.put("image", image);
      input.put("site", site);
      input.put("prefix", prefix);
      String instance =
          graph
              .ask(
                  "mutation($input: CreateInstanceInput!) { createInstance(input: $input) { instance { id } } }",
                  Map.of("input", input))
              .path("createInstance")
              .path("instance")
              .path("id")
              .asText();
      story.happening("mutation", "createInstance answered %s".formatted(instance));
      happenings.about(instance);
      awaitActive(graph, instance, happenings);
      story.line(
          "active %d ms after the mutation was sent"
              .formatted(Duration.between(begin, Instant.now()).toMillis()));
      return instance;
    }
  }

  private static String catalogued(GraphClient graph, String kind, Map<String, Object> fields) {
    String field = Character.toLowerCase(kind.charAt(0)) + kind.substring(1);
    Map<String, Object> input = new HashMap<>(fields);
    input.put("idempotencyKey", "demo-" + field);
    return graph
        .ask(
            "mutation($input: Create%sInput!) { create%s(input: $input) { %s { id } } }"
                .formatted(kind, kind, field),
            Map.of("input", input))
        .path("create" + kind)
        .path(field)
        .path("id")
        .asText();
  }

  private static String serversPrefix(GraphClient graph, String organization) {
    return graph
        .ask(
            """
            query($organization: ID!) {
              prefixes(where: {organization: {eq: $organization}, network: {eq: "10.16.0.0/23"}}) { nodes { id } }
            }
            """,
            Map.of("organization", organization))
        .path("prefixes")
        .path("nodes")
        .path(0)
        .path("id")
        .asText();
  }

  /// Events may be told late; what the graph says is what counts.
  private void awaitActive(GraphClient graph, String instance, Happenings happenings)
      throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    happenings.await(PATIENCE.toSeconds());
    while (Instant.now().isBefore(end)) {
      String status =
          graph
              .ask("query($id: ID!) { instance(id: $id) { status } }", Map.of("id", instance))
              .path("instance")
              .path("status")
              .asText();
      switch (status) {
        case "ACTIVE" -> {
          return;
        }
        case "FAILED" ->
            throw new IllegalStateException("the instance %s failed".formatted(instance));
        default -> Thread.sleep(100);
      }
    }
    throw new IllegalStateException(
        "the instance %s is not active after %d s".formatted(instance, PATIENCE.toSeconds()));
  }

  private void oneQuery(GraphClient graph, String instance) throws IOException {
    story.chapter("One query over all of it");
    String query =
        """
        query($id: ID!) {
          instance(id: $id) {
            name
            status
            desired { powerState }
            observed { powerState hostname addresses }
            site { name region { name parent { name } } }
            addresses { nodes { address prefix { network description } } }
            project { name organization { name } }
            jobs(first: 1) { nodes { status steps { kind status } } }
          }
        }
        """;
    story.plain(query.indent(3).stripTrailing());
    JsonNode answer = graph.ask(query, Map.of("id", instance));
    story.plain(
        new ObjectMapper()
            .writerWithDefaultPrettyPrinter()
            .writeValueAsString(answer)
            .indent(3)
            .stripTrailing());
  }
}
