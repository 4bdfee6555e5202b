package dev.orrery.launcher.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.launcher.graph.GraphClient;
import dev.orrery.launcher.graph.GraphRefusal;
import dev.orrery.launcher.imports.ImportRefused.BadLine;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// Sites in YAML: a key `sites` with a list of sites, whose keys are the fields of
/// `ImportedSiteInput`.
public final class SitesFile {
  private static final Set<String> FIELDS =
      Set.of("name", "regions", "address", "latitude", "longitude", "timeZone", "labels");
  private static final String IMPORT =
      """
      mutation Import($input: ImportSitesInput!) { importSites(input: $input) { created existing } }
      """;

  private final Path file;
  private final List<Map<String, Object>> rows = new ArrayList<>();
  private final List<Integer> lines = new ArrayList<>();
  private final List<BadLine> bad = new ArrayList<>();

  private SitesFile(Path file) {
    this.file = file;
  }

  /// Imports all sites of a file, or none.
  ///
  /// @throws ImportRefused with every bad row
  public static Imported load(Path file, GraphClient graph, String organization)
      throws IOException {
    SitesFile sites = new SitesFile(file);
    sites.read();
    return sites.send(graph, organization);
  }

  private void read() throws IOException {
    try (Reader reader = Files.newBufferedReader(file)) {
      Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
      @Nullable Node root = yaml.compose(reader);
      if (root == null || !(member(root, "sites") instanceof SequenceNode sites)) {
        throw new ImportRefused(file, List.of(new BadLine(1, "there is no list 'sites'")));
      }
      sites.getValue().forEach(this::readSite);
    } catch (MarkedYAMLException malformed) {
      int line = malformed.getProblemMark() == null ? 1 : malformed.getProblemMark().getLine() + 1;
      throw new ImportRefused(
          file, List.of(new BadLine(line, "not YAML: " + malformed.getProblem())));
    }
    if (!bad.isEmpty()) {
      throw new ImportRefused(file, bad);
    }
  }

  private static @Nullable Node member(Node node, String key) {
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key)) {
          return tuple.getValueNode();
        }
      }
    }
    return null;
  }

  private void readSite(Node node) {
    int line = line(node);
    if (!(node instanceof MappingNode site)) {
      bad.add(new BadLine(line, "a site is a list of keys and values"));
      return;
    }
    Map<String, Object> row = new LinkedHashMap<>();
    for (NodeTuple tuple : site.getValue()) {
      String field = ((ScalarNode) tuple.getKeyNode()).getValue();
      if (FIELDS.contains(field)) {
        row.put(field, value(tuple.getValueNode()));
      } else {
        bad.add(
            new BadLine(
                line(tuple.getKeyNode()),
                "a site has no '%s'; it has %s"
                    .formatted(field, FIELDS.stream().sorted().toList())));
      }
    }
    for (String needed : List.of("name", "regions")) {
      if (!row.containsKey(needed)) {
        bad.add(new BadLine(line, "a site needs '%s'".formatted(needed)));
      }
    }
    rows.add(row);
    lines.add(line);
  }

  private static Object value(Node node) {
    return switch (node) {
      case SequenceNode list -> list.getValue().stream().map(SitesFile::value).toList();
      case MappingNode mapping -> {
        Map<String, Object> values = new LinkedHashMap<>();
        mapping
            .getValue()
            .forEach(tuple ->
                values.put(
                    ((ScalarNode) tuple.getKeyNode()).getValue(),
                    ((ScalarNode) tuple.getValueNode()).getValue()));
        yield values;
      }
      case ScalarNode scalar
          when scalar.getTag().equals(Tag.FLOAT) || scalar.getTag().equals(Tag.INT) ->
          Double.valueOf(scalar.getValue());
      case ScalarNode scalar -> scalar.getValue();
      default -> throw new IllegalStateException("aliases are not read: " + node.getTag());
    };
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  private Imported send(GraphClient graph, String organization) {
    try {
      JsonNode answer =
          graph
              .ask(IMPORT, Map.of("input", Map.of("organization", organization, "sites", rows)))
              .path("importSites");
      return new Imported(answer.path("created").asInt(), answer.path("existing").asInt());
    } catch (GraphRefusal refusal) {
      throw RefusedRows.of(file, refusal, lines);
    }
  }
}
