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
import java.util.Map;

/// `./orrery demo`: one mutation crosses the whole house, and every step of it is seen.
///
/// It can be run again: what is there already is used, only the new instance is new.
public final class Demo {
  private static final String ORGANIZATION = "Meridian";
  private static final String PERSON = "ada@meridian.example";

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

  static String environment(String name) {
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
    new MachineChapter(story, graph, organization, site).tell();
    String instance = new InstanceChapter(story, graph, organization, project, site).tell();
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
