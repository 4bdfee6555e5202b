package dev.orrery.ipam.prefix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.ipam.Ipam;
import dev.orrery.ipam.WithHouse;
import dev.orrery.kit.testing.TokensForTests;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithHouse
class PrefixImportTest {
  private static final String IMPORT =
      """
      mutation($input: ImportPrefixesInput!) {
        importPrefixes(input: $input) { created existing prefixes { network name labels } }
      }
      """;

  TokensForTests tokens;

  private Ipam ipam;

  @BeforeEach
  void anOrganizationOfItsOwn() {
    ipam = Ipam.ofANewOrganization(tokens);
  }

  @Test
  void importsATreeInWhateverOrderItsRowsAreAndLeavesWhatIsThere() {
    List<Map<String, Object>> rows =
        List.of(
            Map.of("network", "10.1.2.0/24", "labels", Map.of("role", "servers")),
            Map.of("network", "10.0.0.0/8", "name", "everything"),
            Map.of("network", "10.1.0.0/16"));
    JsonPath first = importing(rows);
    JsonPath second = importing(rows);

    assertThat(first.getInt("data.importPrefixes.created")).isEqualTo(3);
    assertThat(first.getString("data.importPrefixes.prefixes[0].labels.role")).isEqualTo("servers");
    assertThat(first.getString("data.importPrefixes.prefixes[2].name")).isEqualTo("10.1.0.0/16");
    assertThat(second.getInt("data.importPrefixes.existing")).isEqualTo(3);
    assertThat(ipam.tree()).isEqualTo("10.0.0.0/8(10.1.0.0/16(10.1.2.0/24))");
  }

  @Test
  void anImportWithABadRowImportsNothingAndNamesEveryBadRow() {
    JsonPath answer =
        importing(
            List.of(
                Map.of("network", "10.0.0.0/8"),
                Map.of("network", "10.1.0.1/16"),
                Map.of("network", "10.2.0.0/16", "vrf", "vrf_01h455vb4pex5vsknk084sn02q"),
                Map.of("network", "10.0.0.0/8")));

    assertThat(answer.getList("errors[0].extensions.rows.index")).isEqualTo(List.of(1, 2, 3));
    assertThat(answer.getString("errors[0].extensions.rows[0].message")).contains("10.1.0.0/16");
    assertThat(ipam.tree()).isEmpty();
  }

  private JsonPath importing(List<Map<String, Object>> rows) {
    return ipam.editor()
        .ask(
            IMPORT, Map.of("input", Map.of("organization", ipam.organization(), "prefixes", rows)));
  }
}
