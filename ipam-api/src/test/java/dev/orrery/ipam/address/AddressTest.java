package dev.orrery.ipam.address;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.ipam.Ipam;
import dev.orrery.ipam.Space;
import dev.orrery.ipam.WithHouse;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.testing.EventSchemas;
import dev.orrery.kit.testing.Graph;
import dev.orrery.kit.testing.Heard;
import dev.orrery.kit.testing.Hidden;
import dev.orrery.kit.testing.NatsForTests;
import dev.orrery.kit.testing.PostgresForTests;
import dev.orrery.kit.testing.SqlStatements;
import dev.orrery.kit.testing.TokensForTests;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@WithHouse
class AddressTest {
  TokensForTests tokens;
  PostgresForTests postgres;
  NatsForTests nats;

  private Ipam ipam;

  @BeforeEach
  void anOrganizationOfItsOwn() {
    ipam = Ipam.ofANewOrganization(tokens);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.0.0.0/30|10.0.0.1, 10.0.0.2, POOL_EXHAUSTED",
        "10.0.0.0/31|10.0.0.0, 10.0.0.1, POOL_EXHAUSTED",
        "10.0.0.7/32|10.0.0.7, POOL_EXHAUSTED",
        "0.0.0.0/31|0.0.0.0, 0.0.0.1, POOL_EXHAUSTED",
        "255.255.255.254/31|255.255.255.254, 255.255.255.255, POOL_EXHAUSTED",
        "255.255.255.252/30|255.255.255.253, 255.255.255.254, POOL_EXHAUSTED",
        "0.0.0.0/0|0.0.0.1, 0.0.0.2",
        "2001:db8::1/128|2001:db8::1, POOL_EXHAUSTED",
        "2001:db8::/127|2001:db8::, 2001:db8::1, POOL_EXHAUSTED",
        "2001:db8::/32|2001:db8::, 2001:db8::1",
        "::/0|::, ::1",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe/127|ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, POOL_EXHAUSTED",
      })
  void takesTheLowestFreeAddressThatAHostMayHave(String network, String expected) {
    String prefix = ipam.prefix(network);
    List<String> taken = new ArrayList<>();
    for (int i = 0; i < expected.split(", ").length; i++) {
      taken.add(ipam.allocateFrom(prefix));
    }

    assertThat(String.join(", ", taken)).isEqualTo(expected);
    new Space(postgres).assertWhole();
  }

  @Test
  void leavesTheSpaceOfChildPrefixesAlone() {
    String parent = ipam.prefix("10.0.0.0/29");
    String child = ipam.prefix("10.0.0.0/30");
    ipam.prefix("10.0.0.5/32");

    assertThat(ipam.allocateFrom(parent)).isEqualTo("10.0.0.4");
    assertThat(ipam.allocateFrom(parent)).isEqualTo("10.0.0.6");
    assertThat(ipam.allocateFrom(parent)).isEqualTo("POOL_EXHAUSTED");
    assertThat(ipam.allocateFrom(child)).isEqualTo("10.0.0.1");
  }

  @Test
  void aReleasedAddressIsTheNextToBeTaken() {
    String prefix = ipam.prefix("10.0.0.0/28");
    for (int i = 0; i < 5; i++) {
      ipam.allocateFrom(prefix);
    }
    String third = idOf("10.0.0.3");

    JsonPath released =
        ipam.editor()
            .data(
                "mutation($i: DeleteIpAddressInput!) { releaseIpAddress(input: $i) { ipAddress { address } } }",
                Map.of("i", Map.of("id", third, "version", 1)));

    assertThat(released.getString("releaseIpAddress.ipAddress.address")).isEqualTo("10.0.0.3");
    assertThat(ipam.allocateFrom(prefix)).isEqualTo("10.0.0.3");
    assertThat(ipam.allocateFrom(prefix)).isEqualTo("10.0.0.6");
  }

  @Test
  void anAddressLiesInTheSmallestPrefixAroundIt() {
    ipam.prefix("2001:db8::/32");
    ipam.prefix("2001:db8:1::/48");
    ipam.address("2001:DB8:1:0:0:0:0:7");
    ipam.address("2001:db8:2::7");

    assertThat(ipam.tree())
        .isEqualTo("2001:db8::/32(@2001:db8:2::7 2001:db8:1::/48(@2001:db8:1::7))");
  }

  @Test
  void anAddressIsThereOnceInItsTable() {
    ipam.prefix("10.0.0.0/24");
    String red = ipam.vrf("red");
    ipam.prefix(Map.of("network", "10.0.0.0/24", "vrf", red));

    assertThat(ipam.tryAddress("10.0.0.9")).isEqualTo("10.0.0.9");
    assertThat(ipam.tryAddress("10.0.0.9")).isEqualTo("ALREADY_EXISTS");
    assertThat(
            ipam.refusal(
                "createIpAddress",
                "CreateIpAddressInput",
                Map.of("address", "10.0.0.9", "vrf", red)))
        .isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "address, 192.0.2.1",
    "address, 10.0.0.1/24",
    "address, 10.0.0.300",
    "dnsName, -bad-",
    "dnsName, a..b",
    "instance, vrf_01h455vb4pex5vsknk084sn02q"
  })
  void aBadAddressIsRefusedWholeAndNamesTheArgument(String field, String value) {
    ipam.prefix("10.0.0.0/24");
    Map<String, Object> input = new HashMap<>(Map.of("address", "10.0.0.9"));
    input.put(field, value);

    JsonPath answer =
        ipam.ask("createIpAddress", "CreateIpAddressInput", "ipAddress { id }", input);

    assertThat(answer.getString("errors[0].extensions.code")).isEqualTo("INVALID_ARGUMENT");
    assertThat(answer.getString("errors[0].extensions.argument")).isEqualTo("input." + field);
    assertThat(
            ipam.editor().data("{ ipAddresses { totalCount } }").getInt("ipAddresses.totalCount"))
        .isZero();
  }

  @Test
  void everyFieldComesBackAsGiven() {
    String prefix = ipam.prefix("10.0.0.0/24");
    String instance = TypeId.generate("inst").toString();
    JsonPath allocated =
        ipam.ask(
            "allocateIpAddress",
            "AllocateIpAddressInput",
            "ipAddress { name address prefix { id } vrf { id } instance { id } dnsName role labels version }",
            Map.of(
                "prefix",
                prefix,
                "instance",
                instance,
                "dnsName",
                "Web-1.Example.COM.",
                "role",
                "VIP",
                "labels",
                Map.of("env", "prod")));

    allocated.setRootPath("data.allocateIpAddress.ipAddress");
    assertThat(allocated.getString("name")).isEqualTo("web-1.example.com");
    assertThat(allocated.getString("address")).isEqualTo("10.0.0.1");
    assertThat(allocated.getString("prefix.id")).isEqualTo(prefix);
    assertThat(allocated.getString("vrf")).isNull();
    assertThat(allocated.getString("instance.id")).isEqualTo(instance);
    assertThat(allocated.getString("dnsName")).isEqualTo("web-1.example.com");
    assertThat(allocated.getString("role")).isEqualTo("VIP");
    assertThat(allocated.getString("labels.env")).isEqualTo("prod");
  }

  @Test
  void anInstanceThatLosesAnAddressHearsOfIt() {
    String prefix = ipam.prefix("10.0.0.0/24");
    String first = TypeId.generate("inst").toString();
    String second = TypeId.generate("inst").toString();
    String id =
        ipam.allocate(Map.of("prefix", prefix, "instance", first))
            .getString("data.allocateIpAddress.ipAddress.id");
    ipam.editor()
        .data(
            "mutation($i: UpdateIpAddressInput!) { updateIpAddress(input: $i) { ipAddress { version } } }",
            Map.of("i", Map.of("id", id, "version", 1, "instance", second)));
    ipam.delete("IpAddress", id);

    List<JsonPath> events =
        Heard.on(
            nats,
            "CHANGES_IPAM",
            "changes.ipaddress.*.%s.%s".formatted(ipam.organization(), id),
            3);

    events.forEach(event -> EventSchemas.assertValid(event.prettify()));
    assertThat(events.get(0).getList("data.related", String.class)).contains(first, prefix);
    assertThat(events.get(1).getList("data.related", String.class)).contains(first, second);
    assertThat(events.get(1).getList("data.changed", String.class)).containsExactly("instance");
    assertThat(events.get(2).getString("type")).isEqualTo("dev.orrery.ipaddress.deleted.v1");
    assertThat(events.stream().map(event -> event.getInt("data.version"))).containsExactly(1, 2, 3);
  }

  @Test
  void eventsOfPrefixesKeepTheirContract() {
    String vrf = ipam.vrf("red");
    ipam.prefix(Map.of("network", "10.0.0.0/8", "vrf", vrf));
    String inside = ipam.prefix(Map.of("network", "10.1.2.0/24", "vrf", vrf));
    String between = ipam.prefix(Map.of("network", "10.1.0.0/16", "vrf", vrf));
    ipam.delete("Prefix", between);

    List<JsonPath> moved = Heard.on(nats, "CHANGES_IPAM", "changes.prefix.*.*." + inside, 3);
    Heard.on(nats, "CHANGES_IPAM", "changes.*.*.%s.>".formatted(ipam.organization()), 7)
        .forEach(event -> EventSchemas.assertValid(event.prettify()));

    assertThat(moved.stream().map(event -> event.getInt("data.version"))).containsExactly(1, 2, 3);
    assertThat(moved.get(1).getString("data.after.parent")).isEqualTo(between);
    assertThat(moved.get(2).getList("data.changed", String.class)).containsExactly("parent");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "address: {within: \"10.0.0.0/30\"}|[10.0.0.1, 10.0.0.2]",
        "address: {gt: \"10.0.0.1\", lte: \"10.0.1.1\"}|[10.0.0.2, 10.0.1.1]",
        "address: {in: [\"10.0.0.1\", \"2001:DB8:0::1\"]}|[10.0.0.1, 2001:db8::1]",
        "address: {family: 6}|[2001:db8::1]",
        "address: {ne: \"10.0.0.1\", family: 4}|[10.0.0.2, 10.0.1.1]",
        "dnsName: {startsWith: \"web-\"}|[10.0.0.2]",
        "dnsName: {isNull: false}|[10.0.0.2]",
        "role: {in: [VIP, ANYCAST]}|[10.0.0.2]",
        "role: {isNull: true}|[10.0.0.1, 10.0.1.1, 2001:db8::1]",
        "instance: {isNull: true}, vrf: {isNull: true}, address: {eq: \"10.0.1.1\"}|[10.0.1.1]",
      })
  void filters(String where, String expected) {
    ipam.prefix("2001:db8::/32");
    ipam.prefix("10.0.0.0/16");
    ipam.address("2001:db8::1");
    ipam.address("10.0.1.1");
    ipam.address("10.0.0.1");
    ipam.ask(
        "createIpAddress",
        "CreateIpAddressInput",
        "ipAddress { id }",
        Map.of("address", "10.0.0.2", "dnsName", "web-1", "role", "VIP"));

    JsonPath found =
        ipam.editor()
            .data(
                "{ ipAddresses(where: {%s}, orderBy: [{field: ADDRESS}]) { nodes { address } } }"
                    .formatted(where));

    assertThat(found.getList("ipAddresses.nodes.address")).hasToString(expected);
  }

  @Test
  void theAddressesOfAPageOfInstancesCostTheSameStatementsWhateverItsLength() {
    String prefix = ipam.prefix("10.0.0.0/24");
    List<Map<String, String>> instances = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      String instance = TypeId.generate("inst").toString();
      instances.add(Map.of("__typename", "Instance", "id", instance));
      if (i % 10 != 0) {
        ipam.allocate(Map.of("prefix", prefix, "instance", instance));
      }
    }
    addressesOf(instances.subList(0, 2));

    List<String> few = SqlStatements.during(() -> addressesOf(instances.subList(0, 2)));
    List<String> many =
        SqlStatements.during(() -> {
          JsonPath answer = addressesOf(instances);
          assertThat(answer.getList("_entities.addresses.totalCount", Integer.class))
              .hasSize(50)
              .contains(0, 1);
          assertThat(answer.getString("_entities[1].addresses.nodes[0].prefix.used"))
              .isEqualTo("45");
        });

    assertThat(few).hasSize(4);
    assertThat(many).hasSize(4);
  }

  @Test
  void whatIsHiddenCannotBeToldFromWhatIsAbsent() {
    String prefix = ipam.prefix("10.0.0.0/24");
    String vrf = ipam.vrf("red");
    String address = ipam.address("10.0.0.7");
    String elsewhere = TypeId.generate("org").toString();
    Graph stranger =
        Graph.as(tokens.of(TypeId.generate("user").toString(), Map.of(elsewhere, "OWNER")));

    Hidden prefixes = new Hidden(stranger, prefix, TypeId.generate("pfx").toString());
    prefixes.asksFor("Prefix");
    prefixes.changes("updatePrefix", "deletePrefix");
    prefixes.changes(
        "allocatePrefix", id -> Map.of("organization", elsewhere, "parent", id, "length", 28));
    prefixes.changes("allocateIpAddress", id -> Map.of("organization", elsewhere, "prefix", id));
    Hidden addresses = new Hidden(stranger, address, TypeId.generate("ip").toString());
    addresses.asksFor("IpAddress");
    addresses.changes("updateIpAddress", "deleteIpAddress");
    addresses.asks(
        "mutation($i: DeleteIpAddressInput!) { releaseIpAddress(input: $i) { __typename } }",
        id -> Map.of("i", Map.of("id", id, "version", 1)));
    Hidden vrfs = new Hidden(stranger, vrf, TypeId.generate("vrf").toString());
    vrfs.asksFor("Vrf");
    vrfs.changes("updateVrf", "deleteVrf");
    vrfs.changes(
        "createPrefix",
        id -> Map.of("organization", elsewhere, "network", "10.0.0.0/8", "vrf", id));
    vrfs.changes(
        "createIpAddress",
        id -> Map.of("organization", elsewhere, "address", "10.0.0.1", "vrf", id));
  }

  @Test
  void whoeverChangesIsToldAndWhoeverIsDenied() {
    String viewer = TypeId.generate("user").toString();
    Map<String, Object> wish =
        Map.of("organization", ipam.organization(), "name", "very private name");
    assertThat(
            Graph.as(tokens.of(viewer, Map.of(ipam.organization(), "VIEWER")))
                .refusal(
                    "mutation($i: CreateVrfInput!) { createVrf(input: $i) { __typename } }",
                    Map.of("i", wish)))
        .isEqualTo("FORBIDDEN");
    String vrf = ipam.vrf("red");

    JsonPath denied =
        Heard.on(nats, "AUDIT", "audit.ipam.denied." + ipam.organization(), 1).getFirst();
    assertThat(denied.getString("actor")).isEqualTo(viewer);
    assertThat(denied.getString("operation")).isEqualTo("createVrf");
    assertThat(denied.getString("code")).isEqualTo("FORBIDDEN");
    assertThat(denied.prettify()).doesNotContain("private");
    JsonPath granted =
        Heard.on(
                nats,
                "CHANGES_IPAM",
                "changes.vrf.created.%s.%s".formatted(ipam.organization(), vrf),
                1)
            .getFirst();
    assertThat(granted.getString("data.actor")).isEqualTo(Ipam.USER);
  }

  /// One for the addresses, one to count them, one for their prefixes, one for what is used of
  /// these.
  private JsonPath addressesOf(List<Map<String, String>> instances) {
    return ipam.editor()
        .data(
            "query($r: [_Any!]!) { _entities(representations: $r) { ... on Instance { addresses { totalCount nodes { address prefix { network used } } } } } }",
            Map.of("r", instances));
  }

  private String idOf(String address) {
    return ipam.editor()
        .data(
            "query($a: IpAddr!) { ipAddresses(where: {address: {eq: $a}}) { nodes { id } } }",
            Map.of("a", address))
        .getString("ipAddresses.nodes[0].id");
  }
}
