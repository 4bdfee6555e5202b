package dev.orrery.launcher.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.launcher.graph.GraphClient;
import dev.orrery.launcher.graph.GraphRefusal;
import dev.orrery.launcher.graph.Tokens;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// `./orrery import sites|prefixes FILE ORGANIZATION`
public final class ImportCommand {
  private ImportCommand() {}

  /// Exits with 1 when rows are refused, with 2 when the call is wrong.
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 3 || !Files.isReadable(Path.of(arguments[1]))) {
      System.err.println("./orrery import sites|prefixes FILE ORGANIZATION: " + problem(arguments));
      System.exit(2);
    }
    GraphClient graph =
        new GraphClient(
            URI.create(System.getenv("ORRERY_GATEWAY_URL") + "/graphql"),
            new Tokens(
                    URI.create(System.getenv("ORRERY_PERMISSIONS_URL")),
                    System.getenv("ORRERY_OPERATOR_SECRET"))
                .operator());
    System.exit(run(arguments[0], Path.of(arguments[1]), arguments[2], graph));
  }

  private static String problem(String[] arguments) {
    return arguments.length == 3
        ? "cannot read " + arguments[1]
        : "give what the file holds, the file, and the name of the organization";
  }

  private static int run(String kind, Path file, String organization, GraphClient graph)
      throws IOException {
    try {
      String id = organization(graph, organization);
      Imported imported =
          switch (kind) {
            case "sites" -> SitesFile.load(file, graph, id);
            case "prefixes" -> PrefixesFile.load(file, graph, id);
            default -> throw new IllegalArgumentException("import sites or prefixes, not " + kind);
          };
      System.out.printf(
          "%s: %d created, %d there already%n", file, imported.created(), imported.existing());
      return 0;
    } catch (ImportRefused refused) {
      System.err.println(refused.getMessage());
      refused
          .lines()
          .forEach(line -> System.err.printf("%s:%d: %s%n", file, line.line(), line.reason()));
      return 1;
    } catch (GraphRefusal | IllegalArgumentException | IllegalStateException refused) {
      System.err.println(refused.getMessage());
      return 1;
    }
  }

  private static String organization(GraphClient graph, String name) {
    JsonNode found =
        graph
            .ask(
                "query($name: String!) { organizations(where: {name: {eq: $name}}) { nodes { id } } }",
                Map.of("name", name))
            .path("organizations")
            .path("nodes");
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          "there are %d organizations named '%s'".formatted(found.size(), name));
    }
    return found.path(0).path("id").asText();
  }
}
