package dev.orrery.ipam.prefix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.ipam.Ipam;
import dev.orrery.ipam.WithHouse;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.testing.Graph;
import dev.orrery.kit.testing.TokensForTests;
import io.restassured.path.json.JsonPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@WithHouse
class PrefixTest {
  TokensForTests tokens;

  private Ipam ipam;

  @BeforeEach
  void anOrganizationOfItsOwn() {
    ipam = Ipam.ofANewOrganization(tokens);
  }

  @Test
  void aPrefixInsideAnotherBecomesItsChild() {
    ipam.prefix("10.0.0.0/8");
    ipam.prefix("10.1.0.0/16");
    ipam.prefix("10.1.2.0/24");
    ipam.prefix("10.2.0.0/16");
    ipam.prefix("2001:db8::/32");
    ipam.prefix("2001:db8:1::/48");

    assertThat(ipam.tree())
        .isEqualTo(
            "10.0.0.0/8(10.1.0.0/16(10.1.2.0/24) 10.2.0.0/16) 2001:db8::/32(2001:db8:1::/48)");
  }

  @Test
  void aPrefixBetweenOthersTakesInWhatLiesInIt() {
    ipam.prefix("10.0.0.0/8");
    ipam.prefix("10.1.2.0/24");
    ipam.prefix("10.1.3.0/24");
    ipam.prefix("10.2.0.0/16");
    ipam.address("10.1.0.9");
    ipam.address("10.3.0.9");
    ipam.address("10.1.2.9");

    ipam.prefix("10.1.0.0/16");

    assertThat(ipam.tree())
        .isEqualTo(
            "10.0.0.0/8(@10.3.0.9 10.1.0.0/16(@10.1.0.9 10.1.2.0/24(@10.1.2.9) 10.1.3.0/24) 10.2.0.0/16)");
  }

  @Test
  void aPrefixAroundOthersAtTheTopTakesThemIn() {
    ipam.prefix("10.1.0.0/16");
    ipam.prefix("10.2.0.0/16");
    ipam.prefix("11.0.0.0/8");
    ipam.prefix("10.0.0.0/8");

    assertThat(ipam.tree()).isEqualTo("10.0.0.0/8(10.1.0.0/16 10.2.0.0/16) 11.0.0.0/8");
  }

  @Test
  void whatMovesGetsANewVersionAndSaysSo() {
    ipam.prefix("10.0.0.0/8");
    String moved = ipam.prefix("10.1.2.0/24");
    ipam.prefix("10.1.0.0/16");

    JsonPath read =
        ipam.editor()
            .data(
                "query($id: ID!) { prefix(id: $id) { version parent { network } } }",
                Map.of("id", moved));

    assertThat(read.getInt("prefix.version")).isEqualTo(2);
    assertThat(read.getString("prefix.parent.network")).isEqualTo("10.1.0.0/16");
  }

  @Test
  void aDeletedPrefixLeavesWhatLiesInItToTheOneAroundIt() {
    ipam.prefix("10.0.0.0/8");
    String middle = ipam.prefix("10.1.0.0/16");
    ipam.prefix("10.1.2.0/24");
    ipam.address("10.1.0.9");

    ipam.delete("Prefix", middle);

    assertThat(ipam.tree()).isEqualTo("10.0.0.0/8(@10.1.0.9 10.1.2.0/24)");
  }

  @Test
  void aTopPrefixWithChildrenAloneCanGo() {
    String top = ipam.prefix("10.0.0.0/8");
    ipam.prefix("10.1.0.0/16");

    ipam.delete("Prefix", top);

    assertThat(ipam.tree()).isEqualTo("10.1.0.0/16");
  }

  @Test
  void aTopPrefixIsHeldByItsAddresses() {
    String top = ipam.prefix("10.0.0.0/24");
    String address = ipam.address("10.0.0.9");

    JsonPath answer = ipam.tryDelete("Prefix", top);

    assertThat(answer.getString("errors[0].extensions.code")).isEqualTo("CONFLICT");
    assertThat(answer.getList("errors[0].extensions.blockedBy")).isEqualTo(List.of(address));
  }

  @Test
  void refusesTheSameNetworkTwiceInOneTable() {
    ipam.prefix("10.0.0.0/8");

    assertThat(ipam.tryPrefix("10.0.0.0/8")).isEqualTo("ALREADY_EXISTS");
    assertThat(ipam.tryPrefix("10.0.0.0/9")).isEqualTo("10.0.0.0/9");
  }

  @Test
  void theSameNetworkMayBeInEachVrfAndInTheGlobalTable() {
    String red = ipam.vrf("red");
    ipam.prefix("10.0.0.0/8");
    ipam.prefix(Map.of("network", "10.0.0.0/8", "vrf", red));
    ipam.prefix(Map.of("network", "10.0.0.0/8", "vrf", ipam.vrf("blue")));
    ipam.prefix(Map.of("network", "10.1.0.0/16", "vrf", red));

    JsonPath read =
        ipam.editor()
            .data(
                "query($id: ID!) { vrf(id: $id) { prefixes(orderBy: [{field: NETWORK}]) { nodes { network parent { network vrf { name } } } } } }",
                Map.of("id", red));

    assertThat(read.getList("vrf.prefixes.nodes.network"))
        .containsExactly("10.0.0.0/8", "10.1.0.0/16");
    assertThat(read.getString("vrf.prefixes.nodes[1].parent.vrf.name")).isEqualTo("red");
  }

  @Test
  void aVrfIsHeldByItsPrefixes() {
    String vrf = ipam.vrf("red");
    String prefix = ipam.prefix(Map.of("network", "10.0.0.0/8", "vrf", vrf));

    assertThat(ipam.tryDelete("Vrf", vrf).getList("errors[0].extensions.blockedBy"))
        .isEqualTo(List.of(prefix));
    ipam.delete("Prefix", prefix);
    ipam.delete("Vrf", vrf);
  }

  @ParameterizedTest
  @CsvSource({"10.0.0.1/24, 10.0.0.0/24", "2001:db8::1/64, 2001:db8::/64"})
  void refusesHostBitsAndNamesTheFix(String network, String fix) {
    JsonPath answer =
        ipam.ask("createPrefix", "CreatePrefixInput", "prefix { id }", Map.of("network", network));

    assertThat(answer.getString("errors[0].extensions.code")).isEqualTo("INVALID_ARGUMENT");
    assertThat(answer.getString("errors[0].extensions.argument")).isEqualTo("input.network");
    assertThat(answer.getString("errors[0].message")).endsWith(" " + fix);
  }

  @ParameterizedTest
  @CsvSource({
    "65000:100, true",
    "4200000000:1, true",
    "192.0.2.1:100, true",
    "4200000000:70000, false",
    "65000, false",
    "192.0.2.1:70000, false",
    "192.0.2.256:1, false",
    "065:1, false"
  })
  void readsRouteDistinguishersAsRfc4364HasThem(String text, boolean good) {
    String refusal =
        ipam.refusal(
            "createVrf", "CreateVrfInput", Map.of("name", text, "routeDistinguisher", text));

    assertThat(refusal).isEqualTo(good ? null : "INVALID_ARGUMENT");
  }

  @Test
  void aRouteDistinguisherIsThereOnce() {
    Map<String, Object> vrf = new HashMap<>(Map.of("name", "red", "routeDistinguisher", "65000:1"));
    assertThat(ipam.refusal("createVrf", "CreateVrfInput", vrf)).isNull();
    vrf.put("name", "blue");

    assertThat(ipam.refusal("createVrf", "CreateVrfInput", vrf)).isEqualTo("ALREADY_EXISTS");
  }

  @Test
  void countsCapacityAndWhatIsTaken() {
    ipam.prefix("10.0.0.0/24");
    ipam.prefix("10.0.0.0/26");
    ipam.prefix("10.0.0.192/27");
    ipam.address("10.0.0.77");
    ipam.address("10.0.0.255");
    ipam.prefix("2001:db8::/32");
    ipam.prefix("2001:db8:1::/48");

    JsonPath read =
        ipam.editor()
            .data("{ prefixes(orderBy: [{field: NETWORK}]) { nodes { network capacity used } } }");

    assertThat(read.getList("prefixes.nodes.capacity"))
        .containsExactly(
            "254", "62", "30", "79228162514264337593543950336", "1208925819614629174706176");
    // 63 of the /26, whose first address is none, 32 of the /27, and 10.0.0.77; 10.0.0.255 is none
    assertThat(read.getList("prefixes.nodes.used"))
        .containsExactly("96", "0", "0", "1208925819614629174706176", "0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "network: {within: \"10.1.0.0/16\"}|[10.1.0.0/16, 10.1.2.0/24]",
        "network: {contains: \"10.1.2.3\"}|[10.0.0.0/8, 10.1.0.0/16, 10.1.2.0/24]",
        "network: {contains: \"10.1.0.0/16\"}|[10.0.0.0/8, 10.1.0.0/16]",
        "network: {overlaps: \"10.1.2.0/25\"}|[10.0.0.0/8, 10.1.0.0/16, 10.1.2.0/24]",
        "network: {eq: \"2001:DB8::/32\"}|[2001:db8::/32]",
        "network: {in: [\"10.0.0.0/8\", \"192.0.2.0/24\"]}|[10.0.0.0/8]",
        "network: {ne: \"10.0.0.0/8\", family: 4}|[10.1.0.0/16, 10.1.2.0/24]",
        "network: {family: 6}|[2001:db8::/32]",
        "parent: {isNull: true}|[10.0.0.0/8, 2001:db8::/32]",
        "vrf: {isNull: false}|[]",
        "name: {eq: \"10.0.0.0/8\"}|[10.0.0.0/8]",
        "description: {contains: \"LAB\"}|[2001:db8::/32]",
        "not: {network: {within: \"0.0.0.0/0\"}}|[2001:db8::/32]",
      })
  void filters(String where, String expected) {
    ipam.prefix("10.1.2.0/24");
    ipam.prefix(Map.of("network", "2001:db8::/32", "description", "the lab"));
    ipam.prefix("10.0.0.0/8");
    ipam.prefix("10.1.0.0/16");

    JsonPath found =
        ipam.editor()
            .data(
                "{ prefixes(where: {%s}, orderBy: [{field: NETWORK}]) { totalCount nodes { network } } }"
                    .formatted(where));

    assertThat(found.getList("prefixes.nodes.network")).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{network: {within: \"10.1.0.1/16\"}}|where.network.within",
        "{network: {contains: \"x\"}}|where.network.contains",
        "{or: [{network: {eq: \"10.0.0.0\"}}]}|where.or.0.network.eq",
        "{network: {family: 5}}|where.network.family",
      })
  void badFiltersNameTheArgument(String where, String path) {
    JsonPath answer = ipam.editor().ask("{ prefixes(where: %s) { totalCount } }".formatted(where));

    assertThat(answer.getString("errors[0].extensions.code")).isEqualTo("INVALID_ARGUMENT");
    assertThat(answer.getString("errors[0].extensions.argument")).isEqualTo(path);
  }

  @Test
  void walksByNetworkInTheOrderOfAddresses() {
    for (int i = 15; i >= 0; i--) {
      ipam.prefix("10.%d.0.0/16".formatted(i * 16 % 251));
    }
    StringBuilder walked = new StringBuilder();
    String cursor = null;
    do {
      Map<String, Object> variables = new HashMap<>();
      variables.put("after", cursor);
      JsonPath page =
          ipam.editor()
              .data(
                  "query($after: String) { prefixes(first: 3, after: $after, orderBy: [{field: NETWORK, direction: DESC}]) { nodes { network } pageInfo { hasNextPage endCursor } } }",
                  variables);
      walked.append(page.getList("prefixes.nodes.network"));
      cursor =
          page.getBoolean("prefixes.pageInfo.hasNextPage")
              ? page.getString("prefixes.pageInfo.endCursor")
              : null;
    } while (cursor != null);

    List<String> networks =
        List.of(walked.toString().replace("][", ", ").replaceAll("[\\[\\]]", "").split(", "));
    assertThat(networks).hasSize(16).doesNotHaveDuplicates();
    assertThat(networks.stream().map(text -> Integer.parseInt(text.split("\\.")[1])).toList())
        .isSortedAccordingTo((a, b) -> b - a);
  }

  @Test
  void takesTheLowestFreeBlockOutOfAPrefix() {
    String parent = ipam.prefix("10.0.0.0/24");
    ipam.prefix("10.0.0.64/26");
    ipam.address("10.0.0.3");

    assertThat(ipam.allocatePrefix(parent, 30)).isEqualTo("10.0.0.4/30");
    assertThat(ipam.allocatePrefix(parent, 27)).isEqualTo("10.0.0.32/27");
    assertThat(ipam.allocatePrefix(parent, 25)).isEqualTo("10.0.0.128/25");
    assertThat(ipam.allocatePrefix(parent, 26)).isEqualTo("POOL_EXHAUSTED");
    assertThat(ipam.allocatePrefix(parent, 24)).isEqualTo("INVALID_ARGUMENT");
    assertThat(ipam.allocatePrefix(parent, 33)).isEqualTo("INVALID_ARGUMENT");
    assertThat(ipam.allocatePrefix(parent, 32)).isEqualTo("10.0.0.0/32");
  }

  @Test
  void takesBlocksUpToTheVeryEndOfTheAddressSpace() {
    String v4 = ipam.prefix("255.255.255.252/30");
    String v6 = ipam.prefix("ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe/127");

    assertThat(ipam.allocatePrefix(v4, 31)).isEqualTo("255.255.255.252/31");
    assertThat(ipam.allocatePrefix(v4, 31)).isEqualTo("255.255.255.254/31");
    assertThat(ipam.allocatePrefix(v4, 31)).isEqualTo("POOL_EXHAUSTED");
    assertThat(ipam.allocatePrefix(v6, 128))
        .isEqualTo("ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe/128");
    assertThat(ipam.allocatePrefix(v6, 128))
        .isEqualTo("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128");
    assertThat(ipam.allocatePrefix(v6, 128)).isEqualTo("POOL_EXHAUSTED");
  }

  @Test
  void aSiteListsItsPrefixes() {
    String site = TypeId.generate("site").toString();
    String prefix = ipam.prefix(Map.of("network", "10.0.0.0/24", "site", site));
    ipam.prefix("10.1.0.0/24");

    JsonPath read =
        ipam.editor()
            .data(
                "query($r: [_Any!]!) { _entities(representations: $r) { ... on Site { id prefixes { totalCount nodes { id site { id } } } } } }",
                Map.of("r", List.of(Map.of("__typename", "Site", "id", site))));

    assertThat(read.getString("_entities[0].id")).isEqualTo(site);
    assertThat(read.getInt("_entities[0].prefixes.totalCount")).isEqualTo(1);
    assertThat(read.getString("_entities[0].prefixes.nodes[0].id")).isEqualTo(prefix);
    assertThat(read.getString("_entities[0].prefixes.nodes[0].site.id")).isEqualTo(site);
  }

  @Test
  void whatAnotherOrganizationOwnsLooksLikeNothing() {
    String prefix = ipam.prefix("10.0.0.0/24");
    String vrf = ipam.vrf("red");
    Ipam stranger = Ipam.ofANewOrganization(tokens);

    assertThat(stranger.allocateFrom(prefix)).isEqualTo("NOT_FOUND");
    assertThat(stranger.allocatePrefix(prefix, 25)).isEqualTo("NOT_FOUND");
    assertThat(
            stranger.refusal(
                "createPrefix", "CreatePrefixInput", Map.of("network", "10.0.0.0/8", "vrf", vrf)))
        .isEqualTo("NOT_FOUND");
    assertThat(stranger.editor().data("{ prefixes { totalCount } }").getInt("prefixes.totalCount"))
        .isZero();
    assertThat(stranger.tryPrefix("10.0.0.0/24")).isEqualTo("10.0.0.0/24");
  }

  @Test
  void aViewerMayNotTakeAnything() {
    String prefix = ipam.prefix("10.0.0.0/24");
    Ipam viewer =
        new Ipam(
            ipam.organization(),
            Graph.as(
                tokens.of(
                    TypeId.generate("user").toString(), Map.of(ipam.organization(), "VIEWER"))));

    assertThat(viewer.allocateFrom(prefix)).isEqualTo("FORBIDDEN");
    assertThat(viewer.allocatePrefix(prefix, 25)).isEqualTo("FORBIDDEN");
  }
}
