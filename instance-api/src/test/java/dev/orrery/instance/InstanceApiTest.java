package dev.orrery.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kit.testing.Graph;
import dev.orrery.kit.testing.Heard;
import dev.orrery.kit.testing.Hidden;
import dev.orrery.kit.testing.NatsForTests;
import dev.orrery.kit.testing.SqlStatements;
import dev.orrery.kit.testing.TokensForTests;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@WithHouse
class InstanceApiTest {
  TokensForTests tokens;
  NatsForTests nats;

  private Catalog catalog;

  @BeforeEach
  void anOrganizationOfItsOwn() {
    catalog = Catalog.of(tokens);
  }

  @Test
  void whatWasOrderedIsPendingAtTheUsualProviderAndIsToRun() {
    String prefix = Catalog.id("pfx");
    String rack = Catalog.id("rack");

    JsonPath instance =
        catalog.read(catalog.instance("web-1", Map.of("prefix", prefix, "rack", rack)));

    assertThat(instance.getString("status")).isEqualTo("PENDING");
    assertThat(instance.getString("management")).isEqualTo("MANAGED");
    assertThat(instance.getString("provider")).isEqualTo("simulator");
    assertThat(instance.getString("providerReference")).isNull();
    assertThat(instance.getInt("generation")).isEqualTo(1);
    assertThat(instance.getString("site.id")).isEqualTo(catalog.site());
    assertThat(instance.getString("rack.id")).isEqualTo(rack);
    assertThat(instance.getString("prefix.id")).isEqualTo(prefix);
    assertThat(instance.getString("instanceType.name")).isEqualTo("small");
    assertThat(instance.getString("image.name")).isEqualTo("debian-13");
    assertThat(instance.getMap("desired"))
        .isEqualTo(Map.of("powerState", "RUNNING", "vcpus", 2, "memoryMib", 4096));
    assertThat(instance.getMap("observed")).isNull();
  }

  @Test
  void everyChangeOfTheDesireIsANewGenerationAndNothingElseIs() {
    String id = catalog.instance("web-1");
    String large = catalog.newType("large", 8, 16384);

    assertThat(change(id, Map.of("labels", Map.of("env", "prod"))).getInt("generation"))
        .isEqualTo(1);
    assertThat(change(id, Map.of("rack", Catalog.id("rack"))).getInt("generation")).isEqualTo(1);
    assertThat(change(id, Map.of("name", "web-1")).getInt("generation")).isEqualTo(1);
    assertThat(change(id, Map.of("name", "web-2")).getInt("generation")).isEqualTo(2);
    assertThat(change(id, Map.of("instanceType", large)).getInt("generation")).isEqualTo(3);
    assertThat(transition("stopInstance", id).getInt("generation")).isEqualTo(4);
    assertThat(transition("stopInstance", id).getInt("generation")).isEqualTo(4);
    assertThat(transition("startInstance", id).getInt("generation")).isEqualTo(5);
    assertThat(transition("deleteInstance", id).getInt("generation")).isEqualTo(6);
    assertThat(catalog.read(id).getMap("desired"))
        .isEqualTo(Map.of("powerState", "RUNNING", "vcpus", 8, "memoryMib", 16384));
  }

  @Test
  void aManagedInstanceIsDeletingUntilItsProviderSaysItIsGone() {
    String id = catalog.instance("web-1");

    assertThat(transition("deleteInstance", id).getString("status")).isEqualTo("DELETING");
    assertThat(catalog.read(id).getString("deletionRequestedAt")).endsWith("Z");
    assertThat(refusal("startInstance", id, Map.of())).isEqualTo("CONFLICT");
    assertThat(refusal("updateInstance", id, Map.of("name", "new"))).isEqualTo("CONFLICT");
    int version = catalog.version(id);
    assertThat(transition("deleteInstance", id).getInt("version")).isEqualTo(version);
  }

  @Test
  void anAdoptedInstanceIsRecordedAsItWasFound() {
    JsonPath adopted =
        catalog.read(
            catalog.adopt(
                Map.of(
                    "name", "old-1",
                    "hostname", "old-1.example.com",
                    "operatingSystem", "Debian GNU/Linux 12",
                    "interfaces",
                        List.of(
                            Map.of(
                                "name", "eth0",
                                "mac", "52-54-00-AB-CD-EF",
                                "addresses", List.of("10.0.0.7/24", "2001:DB8:0:0:0:0:0:7")),
                            Map.of("name", "lo")))));

    assertThat(adopted.getString("status")).isEqualTo("ACTIVE");
    assertThat(adopted.getString("management")).isEqualTo("ADOPTED");
    assertThat(adopted.getString("provider")).isNull();
    assertThat(adopted.getMap("instanceType")).isNull();
    assertThat(adopted.getMap("image")).isNull();
    assertThat(adopted.getMap("desired")).isNull();
    assertThat(adopted.getInt("observed.vcpus")).isEqualTo(4);
    assertThat(adopted.getInt("observed.memoryMib")).isEqualTo(8192);
    assertThat(adopted.getString("observed.hostname")).isEqualTo("old-1.example.com");
    assertThat(adopted.getString("observed.operatingSystem")).isEqualTo("Debian GNU/Linux 12");
    assertThat(adopted.getList("observed.addresses")).isEqualTo(List.of("10.0.0.7", "2001:db8::7"));
    assertThat(adopted.getList("observed.interfaces[0].addresses"))
        .isEqualTo(List.of("10.0.0.7/24", "2001:db8::7"));
    assertThat(adopted.getString("observed.interfaces[0].mac")).isEqualTo("52:54:00:ab:cd:ef");
    assertThat(adopted.getList("observed.interfaces.name")).isEqualTo(List.of("eth0", "lo"));
  }

  @Test
  void adoptingTwiceWithOneKeyRecordsOneMachine() {
    Map<String, Object> input =
        catalog.owned(
            Map.of(
                "name",
                "old-1",
                "site",
                catalog.site(),
                "vcpus",
                1,
                "memoryMib",
                512,
                "idempotencyKey",
                "scan-1"));
    List<CompletableFuture<String>> scans;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      scans =
          IntStream.range(0, 10)
              .mapToObj(_ ->
                  CompletableFuture.supplyAsync(
                      () ->
                          catalog
                              .mutate("adoptInstance", "AdoptInstanceInput", input)
                              .getString("id"),
                      threads))
              .toList();
    }

    assertThat(scans.stream().map(CompletableFuture::join).distinct()).hasSize(1);
    assertThat(catalog.editor().data("{ instances { totalCount } }").getInt("instances.totalCount"))
        .isEqualTo(1);
  }

  @Test
  void nobodyActsOnAnAdoptedInstance() {
    String id = catalog.adopt(Map.of("name", "old-1"));

    assertThat(refusal("startInstance", id, Map.of())).isEqualTo("INVALID_ARGUMENT");
    assertThat(refusal("stopInstance", id, Map.of())).isEqualTo("INVALID_ARGUMENT");
    assertThat(refusal("updateInstance", id, Map.of("instanceType", catalog.type())))
        .isEqualTo("INVALID_ARGUMENT");
    assertThat(change(id, Map.of("name", "old-one")).getInt("generation")).isEqualTo(1);
  }

  @Test
  void anAdoptedInstanceIsForgottenAtOnce() {
    String id = catalog.adopt(Map.of("name", "old-1"));

    transition("deleteInstance", id);

    assertThat(catalog.read(id).getMap("")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.256",
    "10.0.0.7/33",
    "10.0.0.7/",
    "2001:db8::7/129",
    "10.0.1",
    "fe80::1%eth0",
    "host.example.com",
    "''",
    "10.0.0.*",
    "010.0.0.1"
  })
  void whatIsNoWholeAddressIsNotRecorded(String address) {
    assertThat(
            catalog.refusal(
                "adoptInstance",
                "AdoptInstanceInput",
                catalog.owned(
                    Map.of(
                        "name",
                        "old-1",
                        "site",
                        catalog.site(),
                        "vcpus",
                        1,
                        "memoryMib",
                        512,
                        "interfaces",
                        List.of(Map.of("name", "eth0", "addresses", List.of(address)))))))
        .isEqualTo("INVALID_ARGUMENT");
  }

  @Test
  void typesAndImagesStayWhileInstancesUseThem() {
    String id = catalog.instance("web-1");

    for (String kind : List.of("InstanceType", "Image")) {
      JsonPath answer =
          catalog
              .editor()
              .ask(
                  "mutation($i: Delete%sInput!) { delete%s(input: $i) { __typename } }"
                      .formatted(kind, kind),
                  Map.of(
                      "i",
                      Map.of(
                          "id",
                          kind.equals("Image") ? catalog.image() : catalog.type(),
                          "version",
                          1)));
      assertThat(answer.getString("errors[0].extensions.code")).isEqualTo("CONFLICT");
      assertThat(answer.getList("errors[0].extensions.blockedBy")).isEqualTo(List.of(id));
    }
    String unused = catalog.newType("unused", 1, 512);
    catalog.mutate(
        "deleteInstanceType", "DeleteInstanceTypeInput", Map.of("id", unused, "version", 1));
  }

  @Test
  void typesAndImagesOfAnotherOrganizationCannotBeUsed() {
    Catalog other = Catalog.of(tokens);

    assertThat(
            catalog.refusal(
                "createInstance",
                "CreateInstanceInput",
                catalog.owned(catalog.order("web-1", Map.of("instanceType", other.type())))))
        .isEqualTo("NOT_FOUND");
    assertThat(
            catalog.refusal(
                "createInstance",
                "CreateInstanceInput",
                catalog.owned(catalog.order("web-1", Map.of("image", other.image())))))
        .isEqualTo("NOT_FOUND");
  }

  @Test
  void twoInstancesOfAProjectDifferInTheirNames() {
    String project = Catalog.id("proj");
    catalog.instance("web-1");
    catalog.instance("web-1", Map.of("project", project));

    assertThat(
            catalog.refusal(
                "createInstance",
                "CreateInstanceInput",
                catalog.owned(catalog.order("web-1", Map.of("project", project)))))
        .isEqualTo("ALREADY_EXISTS");
  }

  @ParameterizedTest
  @CsvSource({"vcpus, 0", "vcpus, 1025", "memoryMib, 0"})
  void aSizeIsPossible(String field, int value) {
    Map<String, Object> input = catalog.owned(Map.of("name", "odd", "vcpus", 1, "memoryMib", 512));
    input.put(field, value);

    assertThat(catalog.refusal("createInstanceType", "CreateInstanceTypeInput", input))
        .isEqualTo("INVALID_ARGUMENT");
  }

  @ParameterizedTest
  @CsvSource({"Simulator", "'a.b'", "'*'", "''"})
  void aProvidersNameIsOneTokenOfASubject(String provider) {
    assertThat(
            catalog.refusal(
                "createInstance",
                "CreateInstanceInput",
                catalog.owned(catalog.order("web-1", Map.of("provider", provider)))))
        .isEqualTo("INVALID_ARGUMENT");
  }

  @Test
  void sitesAndProjectsListTheirInstances() {
    String project = Catalog.id("proj");
    String one = catalog.instance("web-1", Map.of("project", project));
    String two = catalog.instance("web-2");

    JsonPath entities =
        catalog
            .editor()
            .data(
                """
                query($r: [_Any!]!) { _entities(representations: $r) {
                  ... on Site { instances { totalCount nodes { id } } }
                  ... on Project { instances { totalCount nodes { id } } } } }
                """,
                Map.of(
                    "r",
                    List.of(
                        Map.of("__typename", "Site", "id", catalog.site()),
                        Map.of("__typename", "Project", "id", project),
                        Map.of("__typename", "Site", "id", Catalog.id("site")))));

    assertThat(entities.getList("_entities[0].instances.nodes.id")).isEqualTo(List.of(one, two));
    assertThat(entities.getList("_entities[1].instances.nodes.id")).isEqualTo(List.of(one));
    assertThat(entities.getInt("_entities[2].instances.totalCount")).isZero();
  }

  @ParameterizedTest
  @CsvSource({"1", "50"})
  void aPageOfInstancesWithEverythingBesideThemTakesThreeStatements(int size) {
    for (int i = 0; i < size; i++) {
      catalog.instance("web-%02d".formatted(i), Map.of("project", Catalog.id("proj")));
    }
    try (SqlStatements sql = SqlStatements.record()) {
      JsonPath page =
          catalog
              .editor()
              .data(
                  """
                  { instances { nodes { name site { id } project { id } desired { powerState }
                      instanceType { name vcpus } image { name architecture } } } }
                  """);

      assertThat(page.getList("instances.nodes.instanceType.name"))
          .hasSize(size)
          .containsOnly("small");
      assertThat(page.getList("instances.nodes.image.name"))
          .hasSize(size)
          .containsOnly("debian-13");
      assertThat(sql.about("from instance t")).hasSize(1);
      assertThat(sql.about("from instance_type t")).hasSize(1);
      assertThat(sql.about("from image t")).hasSize(1);
    }
  }

  @Test
  void theInstancesOfManyTypesTakeOneStatement() {
    for (int i = 0; i < 5; i++) {
      catalog.newType("type-" + i, 1, 512);
    }
    catalog.instance("web-1");
    try (SqlStatements sql = SqlStatements.record()) {
      JsonPath lists =
          catalog
              .editor()
              .data("{ instanceTypes { nodes { name instances { nodes { name } } } } }");

      assertThat(
              lists.getList("instanceTypes.nodes.find { it.name == 'small' }.instances.nodes.name"))
          .isEqualTo(List.of("web-1"));
      assertThat(sql.about("instance t")).hasSize(1);
    }
  }

  @Test
  void whatAnotherOrganizationOwnsLooksLikeNothing() {
    String id = catalog.instance("web-1");
    Graph stranger = Graph.as(tokens.of(Catalog.id("user"), Map.of(Catalog.id("org"), "OWNER")));

    assertThat(
            stranger
                .data("query($id: ID!) { instance(id: $id) { id } }", Map.of("id", id))
                .getString("instance"))
        .isNull();
    for (String verb : List.of("Start", "Stop", "Delete")) {
      assertThat(
              stranger.refusal(
                  "mutation($i: %sInstanceInput!) { %sInstance(input: $i) { __typename } }"
                      .formatted(verb, verb.toLowerCase(java.util.Locale.ROOT)),
                  Map.of("i", Map.of("id", id, "version", 1))))
          .isEqualTo("NOT_FOUND");
    }
    assertThat(
            stranger
                .data(
                    "query($r: [_Any!]!) { _entities(representations: $r) { ... on Site { instances { totalCount } } } }",
                    Map.of("r", List.of(Map.of("__typename", "Site", "id", catalog.site()))))
                .getInt("_entities[0].instances.totalCount"))
        .isZero();
  }

  @Test
  void whatIsHiddenCannotBeToldFromWhatIsAbsent() {
    String instance = catalog.instance("web-1");
    String elsewhere = Catalog.id("org");
    Graph stranger = Graph.as(tokens.of(Catalog.id("user"), Map.of(elsewhere, "OWNER")));

    Hidden instances = new Hidden(stranger, instance, Catalog.id("inst"));
    instances.asksFor("Instance");
    instances.changes("updateInstance", "startInstance", "stopInstance", "deleteInstance");
    Hidden types = new Hidden(stranger, catalog.type(), Catalog.id("itype"));
    types.asksFor("InstanceType");
    types.changes("updateInstanceType", "deleteInstanceType");
    types.changes("createInstance", id -> order(elsewhere, id, catalog.image()));
    Hidden images = new Hidden(stranger, catalog.image(), Catalog.id("img"));
    images.asksFor("Image");
    images.changes("updateImage", "deleteImage");
  }

  private Map<String, ?> order(String organization, String type, String image) {
    return Map.of(
        "organization",
        organization,
        "name",
        "web-1",
        "site",
        catalog.site(),
        "instanceType",
        type,
        "image",
        image);
  }

  @Test
  void whoeverChangesIsToldAndWhoeverIsDenied() {
    String viewer = Catalog.id("user");
    assertThat(
            Graph.as(tokens.of(viewer, Map.of(catalog.organization(), "VIEWER")))
                .refusal(
                    "mutation($i: CreateInstanceInput!) { createInstance(input: $i) { __typename } }",
                    Map.of("i", catalog.owned(catalog.order("very private name", Map.of())))))
        .isEqualTo("FORBIDDEN");
    String instance = catalog.instance("web-1");

    JsonPath denied =
        Heard.on(nats, "AUDIT", "audit.instance.denied." + catalog.organization(), 1).getFirst();
    assertThat(denied.getString("actor")).isEqualTo(viewer);
    assertThat(denied.getString("operation")).isEqualTo("createInstance");
    assertThat(denied.getString("code")).isEqualTo("FORBIDDEN");
    assertThat(denied.prettify()).doesNotContain("private");
    JsonPath granted =
        Heard.on(
                nats,
                "CHANGES_INSTANCE",
                "changes.instance.created.%s.%s".formatted(catalog.organization(), instance),
                1)
            .getFirst();
    assertThat(granted.getString("data.actor")).isEqualTo(Catalog.USER);
  }

  private JsonPath change(String id, Map<String, ?> change) {
    Map<String, Object> input = new java.util.HashMap<>(change);
    input.put("id", id);
    input.put("version", catalog.version(id));
    return catalog.mutate("updateInstance", "UpdateInstanceInput", input);
  }

  private JsonPath transition(String mutation, String id) {
    return catalog.mutate(
        mutation, inputOf(mutation), Map.of("id", id, "version", catalog.version(id)));
  }

  private String refusal(String mutation, String id, Map<String, ?> more) {
    Map<String, Object> input = new java.util.HashMap<>(more);
    input.put("id", id);
    input.put("version", catalog.version(id));
    return catalog.refusal(mutation, inputOf(mutation), input);
  }

  private static String inputOf(String mutation) {
    return Character.toUpperCase(mutation.charAt(0)) + mutation.substring(1) + "Input";
  }
}
