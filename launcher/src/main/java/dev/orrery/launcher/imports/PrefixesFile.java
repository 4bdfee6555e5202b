package dev.orrery.launcher.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.launcher.graph.GraphClient;
import dev.orrery.launcher.graph.GraphRefusal;
import dev.orrery.launcher.imports.ImportRefused.BadLine;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/// Prefixes in CSV (RFC 4180) with a header: `network` and, if wanted, `site` (its name),
/// `description` and `labels` (`role=servers,tier=core`).
public final class PrefixesFile {
  private static final Set<String> COLUMNS = Set.of("network", "site", "description", "labels");
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).setTrim(true).get();
  private static final String SITES =
      """
      query Sites($after: String, $organization: ID!) {
        sites(first: 200, after: $after, where: {organization: {eq: $organization}}) {
          nodes { id name } pageInfo { hasNextPage endCursor }
        }
      }
      """;
  private static final String IMPORT =
      """
      mutation Import($input: ImportPrefixesInput!) { importPrefixes(input: $input) { created existing } }
      """;

  private final Path file;
  private final List<Map<String, Object>> rows = new ArrayList<>();
  private final List<Integer> lines = new ArrayList<>();
  private final List<BadLine> bad = new ArrayList<>();

  private PrefixesFile(Path file) {
    this.file = file;
  }

  /// Imports all prefixes of a file, or none.
  ///
  /// @throws ImportRefused with every bad row
  public static Imported load(Path file, GraphClient graph, String organization)
      throws IOException {
    PrefixesFile prefixes = new PrefixesFile(file);
    prefixes.read(sites(graph, organization));
    return prefixes.send(graph, organization);
  }

  private static Map<String, String> sites(GraphClient graph, String organization) {
    Map<String, String> ids = new HashMap<>();
    Map<String, Object> variables = new HashMap<>(Map.of("organization", organization));
    while (true) {
      JsonNode page = graph.ask(SITES, variables).path("sites");
      page.path("nodes")
          .forEach(site -> ids.put(site.path("name").asText(), site.path("id").asText()));
      if (!page.path("pageInfo").path("hasNextPage").asBoolean()) {
        return ids;
      }
      variables.put("after", page.path("pageInfo").path("endCursor").asText());
    }
  }

  private void read(Map<String, String> sites) throws IOException {
    try (Reader reader = Files.newBufferedReader(file);
        CSVParser parser = CSVParser.parse(reader, FORMAT)) {
      for (String column : parser.getHeaderNames()) {
        if (!COLUMNS.contains(column)) {
          bad.add(
              new BadLine(
                  1,
                  "there is no column '%s'; there are %s"
                      .formatted(column, COLUMNS.stream().sorted().toList())));
        }
      }
      if (!parser.getHeaderNames().contains("network")) {
        bad.add(new BadLine(1, "the column 'network' is missing"));
      }
      // Only where the columns are known do the rows mean anything.
      if (bad.isEmpty()) {
        readRows(parser, sites);
      }
    } catch (UncheckedIOException malformed) {
      throw new ImportRefused(file, List.of(new BadLine(1, "not CSV: " + malformed.getMessage())));
    }
    if (!bad.isEmpty()) {
      throw new ImportRefused(file, bad);
    }
  }

  private void readRows(CSVParser parser, Map<String, String> sites) {
    for (CSVRecord entry : parser) {
      int line = (int) parser.getCurrentLineNumber();
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("network", entry.get("network"));
      @Nullable String description = cell(entry, "description");
      if (description != null) {
        row.put("description", description);
      }
      @Nullable String site = cell(entry, "site");
      if (site != null) {
        @Nullable String id = sites.get(site);
        if (id == null) {
          bad.add(new BadLine(line, "there is no site '%s'".formatted(site)));
        } else {
          row.put("site", id);
        }
      }
      @Nullable String labels = cell(entry, "labels");
      if (labels != null) {
        row.put("labels", labels(labels, line));
      }
      rows.add(row);
      lines.add(line);
    }
  }

  private Map<String, String> labels(String text, int line) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (String label : text.split(",", -1)) {
      int equals = label.indexOf('=');
      if (equals <= 0) {
        bad.add(new BadLine(line, "'%s' is not a label such as role=servers".formatted(label)));
      } else {
        labels.put(label.substring(0, equals).strip(), label.substring(equals + 1).strip());
      }
    }
    return labels;
  }

  private static @Nullable String cell(CSVRecord entry, String column) {
    return entry.isSet(column) && !entry.get(column).isEmpty() ? entry.get(column) : null;
  }

  private Imported send(GraphClient graph, String organization) {
    try {
      JsonNode answer =
          graph
              .ask(IMPORT, Map.of("input", Map.of("organization", organization, "prefixes", rows)))
              .path("importPrefixes");
      return new Imported(answer.path("created").asInt(), answer.path("existing").asInt());
    } catch (GraphRefusal refusal) {
      throw RefusedRows.of(file, refusal, lines);
    }
  }
}
