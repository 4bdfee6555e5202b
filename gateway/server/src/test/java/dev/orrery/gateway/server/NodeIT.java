package dev.orrery.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.execution.testing.TestSubgraph;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeIT {
  private static final String HEAD =
      """
      extend schema
        @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@composeDirective"])
        @link(url: "https://orrery.dev/specs/orrery/v1.0", import: ["@prefix"])
        @composeDirective(name: "@prefix")
      directive @prefix(value: String!) on OBJECT
      interface Node { id: ID! }
      """;
  private static final String SITE = "site_01h455vb4pex5vsknk084sn02q";
  private static final String RACK = "rack_01h455vb4pex5vsknk084sn02r";
  private static final String GONE = "site_01h455vb4pex5vsknk084sn02s";

  @TempDir private static Path folder;
  private static ShopServers servers;
  private static GatewayProcess gateway;

  @BeforeAll
  static void start() throws Exception {
    TestSubgraph sites =
        new TestSubgraph(
                "sites",
                HEAD
                    + """
                    type Query { sites: [Site!] }
                    type Site implements Node @key(fields: "id") @prefix(value: "site") { id: ID! name: String! city: String }
                    """)
            .entity("Site", Map.of("id", SITE, "name", "Alpha", "city", "Ulm"));
    TestSubgraph racks =
        new TestSubgraph(
                "racks",
                HEAD
                    + """
                    type Query { racks: [Rack!] }
                    type Rack implements Node @key(fields: "id") @prefix(value: "rack") { id: ID! units: Int! site: Site! }
                    type Site @key(fields: "id") { id: ID! racks: [Rack!]! }
                    """)
            .entity("Rack", Map.of("id", RACK, "units", 42, "site", Map.of("id", SITE)))
            .entity("Site", Map.of("id", SITE, "racks", List.of(Map.of("id", RACK, "units", 42))))
            .entity("Site", Map.of("id", GONE, "racks", List.of()));
    servers = new ShopServers(sites, racks);
    Path list = folder.resolve("subgraphs.json");
    servers.list(list, "sites", "racks");
    gateway = GatewayProcess.start(Map.of(), "--subgraphs", list.toString());
  }

  @AfterAll
  static void stop() {
    gateway.close();
    servers.close();
  }

  private static String ask(String query) throws Exception {
    return gateway.post("{\"query\":\"%s\"}".formatted(query.replace("\"", "\\\""))).body();
  }

  @Test
  void findsAnyResourceByItsId() throws Exception {
    assertThat(
            ask(
                "{ node(id: \"%s\") { __typename id ... on Site { name racks { units } } } }"
                    .formatted(SITE)))
        .isEqualTo(
            "{\"data\":{\"node\":{\"__typename\":\"Site\",\"id\":\"%s\",\"name\":\"Alpha\",\"racks\":[{\"units\":42}]}}}"
                .formatted(SITE));
  }

  @Test
  void answersNullWhereTheOwnerKnowsNothingWhateverOthersSay() throws Exception {
    assertThat(
            ask(
                "{ nodes(ids: [\"%s\", \"%s\", \"%s\"]) { id ... on Rack { site { city } } } }"
                    .formatted(GONE, RACK, SITE)))
        .isEqualTo(
            "{\"data\":{\"nodes\":[null,{\"id\":\"%s\",\"site\":{\"city\":\"Ulm\"}},{\"id\":\"%s\"}]}}"
                .formatted(RACK, SITE));
  }

  @Test
  void refusesWhatIsNoIdOfThisGraph() throws Exception {
    for (String id :
        List.of(
            "x", "site_", "site_01H455VB4PEX5VSKNK084SN02Q", "user_01h455vb4pex5vsknk084sn02q")) {
      assertThat(ask("{ node(id: \"%s\") { id } }".formatted(id)))
          .startsWith("{\"data\":{\"node\":null},\"errors\":[{\"message\":\"id: ")
          .contains("\"code\":\"INVALID_ARGUMENT\"", "\"path\":[\"node\"]");
    }
  }
}
