package dev.orrery.location;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.resource.IdempotencyPurge;
import dev.orrery.kit.testing.Graph;
import dev.orrery.kit.testing.Heard;
import dev.orrery.kit.testing.Hidden;
import dev.orrery.kit.testing.NatsForTests;
import dev.orrery.kit.testing.NatsResource;
import dev.orrery.kit.testing.PolicyForTests;
import dev.orrery.kit.testing.PostgresResource;
import dev.orrery.kit.testing.SqlStatements;
import dev.orrery.kit.testing.TokensForTests;
import dev.orrery.kit.testing.TokensResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(
    value = PostgresResource.class,
    initArgs = @ResourceArg(name = "service", value = "location"))
@WithTestResource(
    value = NatsResource.class,
    initArgs = @ResourceArg(name = "service", value = "location"))
@WithTestResource(TokensResource.class)
class LocationApiTest {
  private static final String USER = "user_01h455vb4pex5vsknk084sn02q";

  TokensForTests tokens;
  NatsForTests nats;

  @Inject Database database;
  @Inject IdempotencyPurge purge;

  private String organization;
  private Graph editor;

  @BeforeEach
  void anOrganizationOfItsOwn() {
    organization = TypeId.generate("org").toString();
    editor = Graph.as(tokens.of(USER, Map.of(organization, "EDITOR")));
  }

  @Test
  void createsATreeAndReadsItFromTopToBottom() {
    String europe = region("Europe", null);
    String zurich = site("Zurich 1", region("Switzerland", europe));
    String room = create("Room", Map.of("name", "Hall A", "site", zurich, "floor", "-1"));
    create("Rack", Map.of("name", "A01", "room", room, "heightUnits", 47));

    JsonPath tree =
        editor.data(
            """
            query($id: ID!) {
              region(id: $id) {
                name parent { id }
                children { nodes { name parent { name } sites { nodes { name region { name } rooms { nodes {
                  floor site { name } racks { totalCount nodes { name heightUnits room { name } } } } } } } } }
              }
            }
            """,
            Map.of("id", europe));

    String site = "region.children.nodes[0].sites.nodes[0].";
    assertThat(tree.getString("region.parent")).isNull();
    assertThat(tree.getString("region.children.nodes[0].parent.name")).isEqualTo("Europe");
    assertThat(tree.getString(site + "region.name")).isEqualTo("Switzerland");
    assertThat(tree.getString(site + "rooms.nodes[0].floor")).isEqualTo("-1");
    assertThat(tree.getInt(site + "rooms.nodes[0].racks.totalCount")).isEqualTo(1);
    assertThat(tree.getInt(site + "rooms.nodes[0].racks.nodes[0].heightUnits")).isEqualTo(47);
    assertThat(tree.getString(site + "rooms.nodes[0].racks.nodes[0].room.name"))
        .isEqualTo("Hall A");
  }

  @Test
  void aRoleTakenAwayIsGoneAlthoughTheTokenIsGood() {
    String user = TypeId.generate("user").toString();
    Graph former = Graph.as(tokens.of(user, Map.of(organization, "EDITOR")));
    String site = site("Zurich 1", region("Europe", null));
    String query = "query($id: ID!) { site(id: $id) { name } }";
    assertThat(former.data(query, Map.of("id", site)).getString("site.name")).isNotNull();

    PolicyForTests.of(nats).give(user, Map.of());

    Instant end = Instant.now().plusSeconds(10);
    while (former.data(query, Map.of("id", site)).get("site") != null) {
      assertThat(Instant.now()).as("still sees the site").isBefore(end);
    }
  }

  @Test
  void everyFieldOfASiteComesBackAsGiven() {
    String region = region("Europe", null);
    String site =
        create(
            "Site",
            Map.of(
                "name",
                "Geneva 1",
                "region",
                region,
                "address",
                "Rue de la Paix 1\n1202 Genève",
                "latitude",
                46.2,
                "longitude",
                6.15,
                "timeZone",
                "Europe/Zurich",
                "labels",
                Map.of("tier", "core"),
                "annotations",
                Map.of("example.com", Map.of("rent", List.of(1, 2)))));

    JsonPath read =
        editor.data(
            """
            query($id: ID!) { site(id: $id) { id organization { id } project { id } name status labels annotations version
              createdAt updatedAt deletionRequestedAt region { id } address latitude longitude timeZone } }
            """,
            Map.of("id", site));

    assertThat(read.getString("site.organization.id")).isEqualTo(organization);
    assertThat(read.getString("site.status")).isEqualTo("ACTIVE");
    assertThat(read.getInt("site.version")).isEqualTo(1);
    assertThat(read.getString("site.address")).contains("Genève");
    assertThat(read.getDouble("site.latitude")).isEqualTo(46.2);
    assertThat(read.getString("site.labels.tier")).isEqualTo("core");
    assertThat(read.getList("site.annotations.'example.com'.rent")).containsExactly(1, 2);
    assertThat(read.getString("site.createdAt"))
        .endsWith("Z")
        .isEqualTo(read.getString("site.updatedAt"));
  }

  @Test
  void refusesToMoveARegionIntoItself() {
    String top = region("Top", null);
    String below = region("Below", region("Middle", top));

    assertThat(
            refusal(
                "updateRegion",
                "UpdateRegionInput",
                Map.of("id", top, "version", 1, "parent", below)))
        .isEqualTo("INVALID_ARGUMENT");
    assertThat(
            refusal(
                "updateRegion",
                "UpdateRegionInput",
                Map.of("id", top, "version", 1, "parent", top)))
        .isEqualTo("INVALID_ARGUMENT");
  }

  @Test
  void movesARegionToTheTopWhenItsParentIsNull() {
    String child = region("Child", region("Parent", null));
    Map<String, Object> input = new HashMap<>(Map.of("id", child, "version", 1));
    input.put("parent", null);

    JsonPath moved =
        editor.data(
            "mutation($i: UpdateRegionInput!) { updateRegion(input: $i) { region { version parent { id } } } }",
            Map.of("i", input));

    assertThat(moved.getInt("updateRegion.region.version")).isEqualTo(2);
    assertThat(moved.getString("updateRegion.region.parent")).isNull();
  }

  @Test
  void refusesToDeleteWhatOthersNeedAndNamesThem() {
    String region = region("Europe", null);
    String site = site("Zurich 1", region);

    JsonPath answer =
        editor.ask(
            "mutation($i: DeleteRegionInput!) { deleteRegion(input: $i) { region { id } } }",
            Map.of("i", Map.of("id", region, "version", 1)));

    assertThat(answer.getString("errors[0].extensions.code")).isEqualTo("CONFLICT");
    assertThat(answer.getList("errors[0].extensions.blockedBy")).isEqualTo(List.of(site));
  }

  @Test
  void whatWasDeletedIsGone() {
    String region = region("Europe", null);
    editor.data(
        "mutation($i: DeleteRegionInput!) { deleteRegion(input: $i) { region { id } } }",
        Map.of("i", Map.of("id", region, "version", 1)));

    assertThat(
            editor
                .data("query($id: ID!) { region(id: $id) { id } }", Map.of("id", region))
                .getString("region"))
        .isNull();
  }

  @Test
  void aStaleVersionIsAConflictAndChangesNothing() {
    String region = region("Europe", null);
    editor.data(
        "mutation($i: UpdateRegionInput!) { updateRegion(input: $i) { region { version } } }",
        Map.of("i", Map.of("id", region, "version", 1, "name", "Europa")));

    assertThat(
            refusal(
                "updateRegion",
                "UpdateRegionInput",
                Map.of("id", region, "version", 1, "name", "Lost")))
        .isEqualTo("CONFLICT");
    assertThat(
            editor
                .data("query($id: ID!) { region(id: $id) { name } }", Map.of("id", region))
                .getString("region.name"))
        .isEqualTo("Europa");
  }

  @Test
  void ofAHundredWritersOnOneVersionOneWins() {
    String region = region("Contested", null);
    List<CompletableFuture<String>> writers =
        IntStream.range(0, 100)
            .mapToObj(i ->
                CompletableFuture.supplyAsync(
                    () ->
                        editor
                            .ask(
                                "mutation($i: UpdateRegionInput!) { updateRegion(input: $i) { region { name } } }",
                                Map.of(
                                    "i", Map.of("id", region, "version", 1, "name", "writer " + i)))
                            .getString("errors[0].extensions.code"),
                    Executors.newVirtualThreadPerTaskExecutor()))
            .toList();

    List<String> codes = new ArrayList<>();
    writers.forEach(writer -> codes.add(writer.join()));

    assertThat(codes.stream().filter(code -> code == null)).hasSize(1);
    assertThat(codes.stream().filter("CONFLICT"::equals)).hasSize(99);
  }

  @Test
  void readsAndTheServicesOwnWorkGoOnWhileManyChangesWaitForALock() {
    String region = region("Locked", null);
    List<CompletableFuture<String>> writers = new ArrayList<>();
    database
        .own()
        .inTransaction(transaction -> {
          transaction.rows(
              Sql.of("select 1 from region where id = :id for update")
                  .with("id", TypeId.parse(region).uuid()));
          for (int i = 0; i < 40; i++) {
            Map<String, Object> input = Map.of("id", region, "version", 1, "name", "writer " + i);
            writers.add(
                CompletableFuture.supplyAsync(
                    () ->
                        editor
                            .ask(
                                "mutation($i: UpdateRegionInput!) { updateRegion(input: $i) { region { name } } }",
                                Map.of("i", input))
                            .getString("errors[0].extensions.code"),
                    Executors.newVirtualThreadPerTaskExecutor()));
          }
          awaitLocks(8);

          assertThat(meanwhile(() -> editor.data("{ regions { totalCount } }")))
              .succeedsWithin(Duration.ofSeconds(30));
          assertThat(meanwhile(() -> database.own().read(own -> own.rows(Sql.of("select 1")))))
              .succeedsWithin(Duration.ofSeconds(30));
          assertThat(writers).noneMatch(CompletableFuture::isDone);
          return null;
        });

    assertThat(writers.stream().map(CompletableFuture::join).filter(code -> code == null))
        .hasSize(1);
  }

  private static <T> CompletableFuture<T> meanwhile(Supplier<T> question) {
    return CompletableFuture.supplyAsync(question, Executors.newVirtualThreadPerTaskExecutor());
  }

  /// Returns when at least that many of this service's statements wait for somebody's lock.
  private void awaitLocks(int count) {
    Sql waiting =
        Sql.of(
            "select count(*) from pg_stat_activity where usename = current_user and wait_event_type = 'Lock'");
    Instant end = Instant.now().plusSeconds(60);
    // One transaction would see the same activity each time.
    while (meanwhile(() -> database.own().read(own -> (Number) own.rows(waiting).getFirst()[0]))
            .join()
            .intValue()
        < count) {
      assertThat(Instant.now()).as("nobody waits").isBefore(end);
    }
  }

  @Test
  void aRepeatedIdempotencyKeyAnswersTheFirstResult() {
    Map<String, Object> input =
        Map.of("organization", organization, "name", "Once", "idempotencyKey", "key-1");
    List<CompletableFuture<String>> askers =
        IntStream.range(0, 20)
            .mapToObj(_ ->
                CompletableFuture.supplyAsync(
                    () ->
                        editor
                            .data(
                                "mutation($i: CreateRegionInput!) { createRegion(input: $i) { region { id parent { id } } } }",
                                Map.of("i", input))
                            .getString("createRegion.region.id"),
                    Executors.newVirtualThreadPerTaskExecutor()))
            .toList();

    assertThat(askers.stream().map(CompletableFuture::join).distinct()).hasSize(1);
    assertThat(
            refusal(
                "createRegion",
                "CreateRegionInput",
                Map.of("organization", organization, "name", "Twice", "idempotencyKey", "key-1")))
        .isEqualTo("IDEMPOTENCY_KEY_REUSED");
  }

  @Test
  void forgetsIdempotencyKeysAfterAWeekAndNotBefore() {
    Map<String, Object> input =
        Map.of(
            "organization", organization, "name", "Once", "idempotencyKey", "key-" + organization);
    create("Region", Map.of("name", "Once", "idempotencyKey", "key-" + organization));
    age("key-" + organization, "6 days");
    purge.run();
    assertThat(refusal("createRegion", "CreateRegionInput", changed(input, "name", "Other")))
        .isEqualTo("IDEMPOTENCY_KEY_REUSED");

    age("key-" + organization, "8 days");
    purge.run();
    create("Region", Map.of("name", "Other", "idempotencyKey", "key-" + organization));
    assertThat(editor.data("{ regions { totalCount } }").getInt("regions.totalCount")).isEqualTo(2);
  }

  private void age(String key, String interval) {
    database
        .own()
        .inTransaction(transaction ->
            transaction.execute(
                Sql.of(
                        "update idempotency set created_at = now() - cast(cast(:age as text) as interval) where key = :key")
                    .with("age", interval)
                    .with("key", key)));
  }

  private static Map<String, Object> changed(
      Map<String, Object> input, String field, Object value) {
    Map<String, Object> other = new HashMap<>(input);
    other.put(field, value);
    return other;
  }

  @Test
  void walksAListForwardsAndBackwardsWithoutGapsOrRepetitions() {
    for (int i = 0; i < 25; i++) {
      region("Region %02d".formatted(i % 13 * 2 + i / 13), null);
    }
    List<String> forwards = walk("first", "after", "endCursor", "hasNextPage");
    List<String> backwards = walk("last", "before", "startCursor", "hasPreviousPage");

    assertThat(forwards).hasSize(25).isSorted().doesNotHaveDuplicates();
    assertThat(backwards).containsExactlyInAnyOrderElementsOf(forwards);
  }

  private List<String> walk(String size, String from, String cursor, String more) {
    List<String> names = new ArrayList<>();
    String place = null;
    while (true) {
      Map<String, Object> variables = new HashMap<>();
      variables.put("place", place);
      JsonPath page =
          editor.data(
              "query($place: String) { regions(%s: 7, %s: $place, orderBy: [{field: NAME}]) { nodes { name } pageInfo { %s %s } } }"
                  .formatted(size, from, cursor, more),
              variables);
      names.addAll(page.getList("regions.nodes.name", String.class));
      if (!page.getBoolean("regions.pageInfo." + more)) {
        return names;
      }
      place = page.getString("regions.pageInfo." + cursor);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "where: {name: {startsWith: \"A\"}}|[A1, A2]",
        "where: {name: {in: [\"A1\", \"B1\"]}}|[A1, B1]",
        "where: {not: {name: {contains: \"a\"}}}|[B1]",
        "where: {or: [{name: {eq: \"A1\"}}, {name: {eq: \"B1\"}}], and: [{name: {ne: \"A1\"}}]}|[B1]",
        "where: {parent: {isNull: true}}|[A1, A2, B1]",
        "where: {createdAt: {gt: \"2099-01-01T00:00:00Z\"}}|[]",
        "where: {status: {in: [ACTIVE]}}|[A1, A2, B1]",
        "labels: \"env=prod\"|[A1, B1]",
        "labels: \"env!=prod\"|[A2]",
        "labels: \"env in (prod,dev),!legacy\"|[A1, A2]",
        "labels: \"tier notin (web)\"|[A2, B1]",
        "labels: \"legacy\"|[B1]",
      })
  void filters(String argument, String expected) {
    create("Region", Map.of("name", "A1", "labels", Map.of("env", "prod", "tier", "web")));
    create("Region", Map.of("name", "A2", "labels", Map.of("env", "dev")));
    create("Region", Map.of("name", "B1", "labels", Map.of("env", "prod", "legacy", "")));

    JsonPath found =
        editor.data(
            "{ regions(%s, orderBy: [{field: NAME}]) { nodes { name } } }".formatted(argument));

    assertThat(found.getList("regions.nodes.name")).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "regions(first: 201) { totalCount }",
        "regions(first: -1) { totalCount }",
        "regions(first: 1, last: 1) { totalCount }",
        "regions(after: \"bm90IG91cnMgYnV0IGxvbmcgZW5vdWdo\") { totalCount }",
        "regions(labels: \"a=b,,c\") { totalCount }",
        "regions(labels: \"a in (b\") { totalCount }",
        "regions(where: {id: {eq: \"site_01h455vb4pex5vsknk084sn02q\"}}) { totalCount }",
        "region(id: \"site_01h455vb4pex5vsknk084sn02q\") { name }",
        "region(id: \"nonsense\") { name }",
      })
  void badArgumentsNameTheArgument(String field) {
    JsonPath answer = editor.ask("{ %s }".formatted(field));

    assertThat(answer.getString("errors[0].extensions.code")).isEqualTo("INVALID_ARGUMENT");
    assertThat(answer.getString("errors[0].extensions.argument")).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource({
    "name, ' padded'",
    "name, ''",
    "latitude, 91",
    "timeZone, Mars/Olympus",
    "labels, -bad-",
    "region, reg_01h455vb4pex5vsknk084sn02"
  })
  void aBadSiteIsRefusedWholeAndNothingIsRecorded(String field, String value) {
    Map<String, Object> input = new HashMap<>();
    input.put("organization", organization);
    input.put("name", "Site");
    input.put("region", region("Europe", null));
    input.put(
        field,
        switch (field) {
          case "latitude" -> Double.valueOf(value);
          case "labels" -> Map.of(value, "x");
          default -> value;
        });

    assertThat(refusal("createSite", "CreateSiteInput", input)).isEqualTo("INVALID_ARGUMENT");
    assertThat(editor.data("{ sites { totalCount } }").getInt("sites.totalCount")).isZero();
  }

  @Test
  void aPageCostsTheSameNumberOfStatementsWhateverItsLength() {
    String region = region("Europe", null);
    create("Room", Map.of("name", "Hall", "site", site("Site 0", region)));
    readSitesWithTheirRegionsAndRooms();
    List<String> few = SqlStatements.during(this::readSitesWithTheirRegionsAndRooms);
    for (int i = 1; i <= 50; i++) {
      create(
          "Room", Map.of("name", "Hall", "site", site("Site " + i, region("Region " + i, region))));
    }
    List<String> many = SqlStatements.during(this::readSitesWithTheirRegionsAndRooms);

    assertThat(many).hasSameSizeAs(few).hasSize(5);
  }

  private void readSitesWithTheirRegionsAndRooms() {
    editor.data(
        "{ sites { totalCount nodes { name region { name } rooms(first: 3) { nodes { name site { name } } } } } }");
  }

  @Test
  void importsSitesWithTheirRegionsAndLeavesWhatIsThere() {
    List<Map<String, Object>> rows =
        List.of(
            Map.of(
                "name",
                "ZRH1",
                "regions",
                List.of("Europe", "Switzerland"),
                "timeZone",
                "Europe/Zurich"),
            Map.of("name", "GVA1", "regions", List.of("Europe", "Switzerland")));
    JsonPath first =
        editor.data(IMPORT, Map.of("i", Map.of("organization", organization, "sites", rows)));
    JsonPath second =
        editor.data(IMPORT, Map.of("i", Map.of("organization", organization, "sites", rows)));

    assertThat(first.getInt("importSites.created")).isEqualTo(2);
    assertThat(first.getString("importSites.sites[1].region.parent.name")).isEqualTo("Europe");
    assertThat(second.getInt("importSites.created")).isZero();
    assertThat(second.getInt("importSites.existing")).isEqualTo(2);
    assertThat(editor.data("{ regions { totalCount } }").getInt("regions.totalCount")).isEqualTo(2);
  }

  @Test
  void anImportWithABadRowImportsNothingAndNamesEveryBadRow() {
    List<Map<String, Object>> rows =
        List.of(
            Map.of("name", "good", "regions", List.of("Europe")),
            Map.of("name", "bad zone", "regions", List.of("Europe"), "timeZone", "Europe/Atlantis"),
            Map.of("name", "no region", "regions", List.of()),
            Map.of("name", "good", "regions", List.of("Asia")));
    JsonPath answer =
        editor.ask(IMPORT, Map.of("i", Map.of("organization", organization, "sites", rows)));

    assertThat(answer.getList("errors[0].extensions.rows.index")).isEqualTo(List.of(1, 2, 3));
    assertThat(answer.getString("errors[0].extensions.rows[0].message"))
        .contains("Europe/Atlantis");
    assertThat(editor.data("{ regions { totalCount } }").getInt("regions.totalCount")).isZero();
  }

  private static final String IMPORT =
      "mutation($i: ImportSitesInput!) { importSites(input: $i) { created existing sites { name region { parent { name } } } } }";

  @Test
  void everyChangeLeavesOneEventInOrder() throws Exception {
    String region = region("Europe", null);
    editor.data(
        "mutation($i: UpdateRegionInput!) { updateRegion(input: $i) { region { version } } }",
        Map.of("i", Map.of("id", region, "version", 1, "name", "Europa")));
    editor.data(
        "mutation($i: UpdateRegionInput!) { updateRegion(input: $i) { region { version } } }",
        Map.of("i", Map.of("id", region, "version", 2, "name", "Europa")));
    editor.data(
        "mutation($i: DeleteRegionInput!) { deleteRegion(input: $i) { region { id } } }",
        Map.of("i", Map.of("id", region, "version", 2)));

    List<JsonPath> events =
        Heard.on(nats, "CHANGES_LOCATION", "changes.region.*." + organization + "." + region, 3);

    assertThat(events.stream().map(event -> event.getString("type")))
        .containsExactly(
            "dev.orrery.region.created.v1",
            "dev.orrery.region.updated.v1",
            "dev.orrery.region.deleted.v1");
    assertThat(events.stream().map(event -> event.getInt("data.version"))).containsExactly(1, 2, 3);
    assertThat(events.get(1).getList("data.changed")).isEqualTo(List.of("name"));
    assertThat(events.get(1).getString("data.before.name")).isEqualTo("Europe");
    assertThat(events.get(1).getString("data.actor")).isEqualTo(USER);
    assertThat(events.get(2).getString("data.before.name")).isEqualTo("Europa");
  }

  @Test
  void aDeniedChangeIsTold() {
    String person = TypeId.generate("user").toString();
    Graph viewer = Graph.as(tokens.of(person, Map.of(organization, "VIEWER")));
    assertThat(
            viewer.refusal(
                "mutation($i: CreateRegionInput!) { createRegion(input: $i) { region { id } } }",
                Map.of("i", Map.of("organization", organization, "name", "very private name"))))
        .isEqualTo("FORBIDDEN");

    JsonPath told = Heard.on(nats, "AUDIT", "audit.location.denied." + organization, 1).getFirst();
    assertThat(told.getString("actor")).isEqualTo(person);
    assertThat(told.getString("operation")).isEqualTo("createRegion");
    assertThat(told.getString("code")).isEqualTo("FORBIDDEN");
    assertThat(told.prettify()).doesNotContain("private");
  }

  @Test
  void whatIsHiddenCannotBeToldFromWhatIsAbsent() {
    String region = region("Europe", null);
    String site = site("Zurich 1", region);
    String elsewhere = TypeId.generate("org").toString();
    Graph stranger =
        Graph.as(tokens.of(TypeId.generate("user").toString(), Map.of(elsewhere, "OWNER")));

    Hidden regions = new Hidden(stranger, region, TypeId.generate("reg").toString());
    regions.asksFor("Region");
    regions.changes("updateRegion", "deleteRegion");
    regions.changes(
        "createSite", id -> Map.of("organization", elsewhere, "name", "Theirs", "region", id));
    Hidden sites = new Hidden(stranger, site, TypeId.generate("site").toString());
    sites.asksFor("Site");
    sites.changes("updateSite", "deleteSite");
    sites.changes(
        "createRoom", id -> Map.of("organization", elsewhere, "name", "Theirs", "site", id));
  }

  @Test
  void whatAnotherOrganizationOwnsLooksLikeNothing() {
    String region = region("Europe", null);
    Graph stranger =
        Graph.as(
            tokens.of(
                TypeId.generate("user").toString(),
                Map.of(TypeId.generate("org").toString(), "OWNER")));

    assertThat(
            stranger
                .data("query($id: ID!) { region(id: $id) { id } }", Map.of("id", region))
                .getString("region"))
        .isNull();
    assertThat(
            stranger.data("{ regions { totalCount nodes { id } } }").getInt("regions.totalCount"))
        .isZero();
    assertThat(
            stranger
                .data(
                    "query($r: [_Any!]!) { _entities(representations: $r) { ... on Region { name } } }",
                    Map.of("r", List.of(Map.of("__typename", "Region", "id", region))))
                .getList("_entities"))
        .containsExactly((Object) null);
    assertThat(
            stranger.refusal(
                "mutation($i: DeleteRegionInput!) { deleteRegion(input: $i) { region { id } } }",
                Map.of("i", Map.of("id", region, "version", 1))))
        .isEqualTo("NOT_FOUND");
    assertThat(
            stranger.refusal(
                "mutation($i: CreateRegionInput!) { createRegion(input: $i) { region { id } } }",
                Map.of("i", Map.of("organization", organization, "name", "Intruder"))))
        .isEqualTo("NOT_FOUND");
  }

  @Test
  void aViewerReadsButMayNotWrite() {
    Graph viewer =
        Graph.as(tokens.of(TypeId.generate("user").toString(), Map.of(organization, "VIEWER")));
    region("Europe", null);

    assertThat(viewer.data("{ regions { totalCount } }").getInt("regions.totalCount")).isEqualTo(1);
    assertThat(
            viewer.refusal(
                "mutation($i: CreateRegionInput!) { createRegion(input: $i) { region { id } } }",
                Map.of("i", Map.of("organization", organization, "name", "Asia"))))
        .isEqualTo("FORBIDDEN");
  }

  @Test
  void withoutAGoodTokenNothingIsAnswered() {
    assertThat(Graph.anonymous().refusal("{ regions { totalCount } }", Map.of()))
        .isEqualTo("UNAUTHENTICATED");
    assertThat(
            Graph.as(tokens.expired(USER, Duration.ofMinutes(1)))
                .refusal("{ regions { totalCount } }", Map.of()))
        .isEqualTo("UNAUTHENTICATED");
    assertThat(
            Graph.as(TokensForTests.withNewKey().ofPlatform(USER))
                .refusal("{ regions { totalCount } }", Map.of()))
        .isEqualTo("UNAUTHENTICATED");
  }

  @Test
  void everyEntityKeepsItsPlaceInTheBatch() {
    String first = region("First", null);
    String second = region("Second", null);
    String site = site("Site", first);

    JsonPath batch =
        editor.data(
            """
            query($r: [_Any!]!) { _entities(representations: $r) {
              ... on Region { name } ... on Site { name } } }
            """,
            Map.of(
                "r",
                List.of(
                    Map.of("__typename", "Region", "id", second),
                    Map.of("__typename", "Site", "id", site),
                    Map.of("__typename", "Region", "id", "reg_01h455vb4pex5vsknk084sn02q"),
                    Map.of("__typename", "Region", "id", first))));

    assertThat(batch.getString("_entities[0].name")).isEqualTo("Second");
    assertThat(batch.getString("_entities[1].name")).isEqualTo("Site");
    assertThat(batch.getList("_entities").get(2)).isNull();
    assertThat(batch.getString("_entities[3].name")).isEqualTo("First");
  }

  private String region(String name, String parent) {
    return parent == null
        ? create("Region", Map.of("name", name))
        : create("Region", Map.of("name", name, "parent", parent));
  }

  private String site(String name, String region) {
    return create("Site", Map.of("name", name, "region", region));
  }

  private String create(String type, Map<String, ?> fields) {
    Map<String, Object> input = new HashMap<>(fields);
    input.put("organization", organization);
    String payload = type.substring(0, 1).toLowerCase() + type.substring(1);
    return editor
        .data(
            "mutation($i: Create%sInput!) { create%s(input: $i) { %s { id } } }"
                .formatted(type, type, payload),
            Map.of("i", input))
        .getString("create%s.%s.id".formatted(type, payload));
  }

  private String refusal(String mutation, String inputType, Map<String, ?> input) {
    return editor.refusal(
        "mutation($i: %s!) { %s(input: $i) { __typename } }".formatted(inputType, mutation),
        Map.of("i", input));
  }
}
