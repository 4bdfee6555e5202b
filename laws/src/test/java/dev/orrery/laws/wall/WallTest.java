package dev.orrery.laws.wall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.kit.testing.PostgresForTests;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// No statement of a service reaches rows that its session does not, whatever it forgets to ask; in
/// every table of every service, as the migrations make them.
class WallTest {
  /// Tables whose rows say nothing of whose they are, and what holds for them instead.
  private static final Map<String, Rule> OTHERS = new HashMap<>();

  /// What a client's session may do with rows that belong to no organization of their own.
  private enum Rule {
    /// They are the service's own.
    NOTHING,
    /// They leave with a client's change, and no client reads them.
    LEAVE,
    /// They are nobody's.
    READ,
    /// They belong to another row.
    AS_THE_WHOLE,
    /// They belong to whoever asked.
    ONES_OWN,
    /// They are open to everybody: see why below.
    EVERYTHING
  }

  static {
    Migrated.SERVICES
        .keySet()
        .forEach(schema -> {
          OTHERS.put(schema + ".outbox", Rule.LEAVE);
          for (String table : List.of("inbox", "inbox_deferred", "event_lease", "cursor_key")) {
            OTHERS.put(schema + "." + table, Rule.NOTHING);
          }
          OTHERS.put(schema + ".idempotency", Rule.ONES_OWN);
        });
    OTHERS.put("ipam.free_range", Rule.AS_THE_WHOLE);
    OTHERS.put("ipam.departed_instance", Rule.NOTHING);
    OTHERS.put("handlers.job_step", Rule.AS_THE_WHOLE);
    OTHERS.put("handlers.job_log", Rule.AS_THE_WHOLE);
    OTHERS.put("handlers.provider", Rule.READ);
    OTHERS.put("handlers.reconciliation_policy", Rule.READ);
    for (String table :
        List.of(
            "job_resource", "instance_address", "address_refusal", "reconciliation_correction")) {
      OTHERS.put("handlers." + table, Rule.NOTHING);
    }
    for (String table :
        List.of(
            "token_key",
            "user_password",
            "sign_in",
            "refresh_token",
            "revoked",
            "revocation_shelf",
            "service_account_secret")) {
      OTHERS.put("permissions." + table, Rule.NOTHING);
    }
    // It has an organization, whose owners have nothing to do with it.
    OTHERS.put("permissions.personal_access_token", Rule.ONES_OWN);
    // One number, in whose order all changes of the policy come.
    OTHERS.put("permissions.policy_clock", Rule.EVERYTHING);
  }

  /// Where a row of one table names the whole that it is a part of.
  private static final Map<String, List<String>> WHOLES =
      Map.of(
          "ipam.free_range", List.of("prefix_id", "ipam.prefix"),
          "handlers.job_step", List.of("job", "handlers.job"),
          "handlers.job_log", List.of("step", "handlers.job_step"));

  private static final UUID OURS = UUID.randomUUID();
  private static final UUID THEIRS = UUID.randomUUID();
  private static final Map<String, UUID> OUR_ROWS = new HashMap<>();
  private static final Map<String, UUID> THEIR_ROWS = new HashMap<>();

  private static PostgresForTests postgres;
  private static List<Table> tables;

  /// Sessions of the services' roles, which are told anew each time what they reach.
  private static final Map<String, Connection> SESSIONS = new HashMap<>();

  /// Sessions that were never told.
  private static final Map<String, Connection> UNTOLD = new HashMap<>();

  @BeforeAll
  static void fill() throws SQLException {
    postgres = PostgresForTests.start();
    Migrated.all(postgres);
    try (Connection admin = postgres.connect(postgres.owner());
        Statement sql = admin.createStatement()) {
      tables = Table.all(admin);
      for (Table table : tables) {
        table.loosen(admin);
        sql.execute("delete from " + table);
      }
      for (Table table : tables) {
        if (table.organization() != null) {
          sql.execute(table.insertion(ours(table)));
          sql.execute(table.insertion(theirs(table)));
        }
      }
      for (String part : List.of("ipam.free_range", "handlers.job_step", "handlers.job_log")) {
        sql.execute(named(part).insertion(ours(named(part))));
        sql.execute(named(part).insertion(theirs(named(part))));
      }
      for (Table table : tables) {
        if (table.organization() == null && !WHOLES.containsKey(table.qualified())) {
          sql.execute(table.insertion(Map.of()));
        }
      }
    }
  }

  @AfterAll
  static void close() throws SQLException {
    for (Connection each : SESSIONS.values()) {
      each.close();
    }
    for (Connection each : UNTOLD.values()) {
      each.close();
    }
    postgres.close();
  }

  private static Map<String, UUID> ours(Table table) {
    return row(table, OURS, OUR_ROWS);
  }

  private static Map<String, UUID> theirs(Table table) {
    return row(table, THEIRS, THEIR_ROWS);
  }

  private static Map<String, UUID> row(Table table, UUID organization, Map<String, UUID> rows) {
    Map<String, UUID> values = new HashMap<>();
    if (table.organization() != null) {
      values.put(table.organization(), organization);
    }
    if (WHOLES.containsKey(table.qualified())) {
      List<String> whole = WHOLES.get(table.qualified());
      values.put(whole.getFirst(), Objects.requireNonNull(rows.get(whole.getLast())));
    }
    if ("uuid".equals(table.columns().get("id"))) {
      values.put("id", UUID.randomUUID());
      rows.put(table.qualified(), values.get("id"));
    }
    return values;
  }

  private static Table named(String name) {
    return tables.stream()
        .filter(table -> table.qualified().equals(name))
        .findFirst()
        .orElseThrow();
  }

  static Stream<Table> ofOrganizations() {
    return tables.stream()
        .filter(table -> table.organization() != null || WHOLES.containsKey(table.qualified()))
        .filter(table -> OTHERS.get(table.qualified()) != Rule.ONES_OWN);
  }

  static Stream<Table> walled() {
    return tables.stream().filter(table -> OTHERS.get(table.qualified()) != Rule.EVERYTHING);
  }

  private static Stream<Table> following(Rule... rules) {
    return tables.stream()
        .filter(table -> Arrays.asList(rules).contains(OTHERS.get(table.qualified())));
  }

  static Stream<Table> ofNoClients() {
    return following(Rule.NOTHING, Rule.LEAVE, Rule.ONES_OWN);
  }

  @Test
  void everyTableHasAPolicyThatHoldsForItsOwnerToo() {
    assertThat(tables.stream().filter(table -> !table.walled()).map(Table::qualified))
        .as(
            "tables without a policy: the migration that makes one calls wall_by_organization or another of the procedures in V0_4__wall.sql")
        .containsExactly("permissions.policy_clock");
  }

  @Test
  void everyTableSaysWhoseItsRowsAreOrIsListedHere() {
    Set<String> unknown = new TreeSet<>();
    for (Table table : tables) {
      if (table.organization() == null && !OTHERS.containsKey(table.qualified())) {
        unknown.add(table.qualified());
      }
    }
    assertThat(unknown).as("say in WallTest what a client's session may do with them").isEmpty();
    assertThat(tables).extracting(Table::qualified).containsAll(OTHERS.keySet());
  }

  @ParameterizedTest
  @MethodSource("ofOrganizations")
  void aQueryWithoutAnyConditionShowsAClientTheClientsOrganizationsAlone(Table table)
      throws SQLException {
    String column =
        WHOLES.containsKey(table.qualified())
            ? WHOLES.get(table.qualified()).getFirst()
            : Objects.requireNonNull(table.organization());
    String all = "select %s from %s order by 1".formatted(column, table);
    UUID our = WHOLES.containsKey(table.qualified()) ? whole(table, OUR_ROWS) : OURS;
    UUID their = WHOLES.containsKey(table.qualified()) ? whole(table, THEIR_ROWS) : THEIRS;

    assertThat(seen(table, reaching(OURS), all)).containsExactly(our.toString());
    assertThat(seen(table, reaching(THEIRS), all)).containsExactly(their.toString());
    assertThat(seen(table, "{%s,%s}".formatted(OURS, THEIRS), all)).hasSize(2);
    assertThat(seen(table, reaching(UUID.randomUUID()), all)).isEmpty();
    assertThat(seen(table, "{}", all)).isEmpty();
    assertThat(seen(table, "everywhere", all)).hasSize(2);
    assertThat(seen(table, "service", all)).hasSize(2);
  }

  private static UUID whole(Table table, Map<String, UUID> rows) {
    return Objects.requireNonNull(rows.get(WHOLES.get(table.qualified()).getLast()));
  }

  @ParameterizedTest
  @MethodSource("ofOrganizations")
  void nobodyWritesWhatIsAnotherOrganizations(Table table) throws SQLException {
    Map<String, UUID> foreign = theirs(table);
    if (WHOLES.containsKey(table.qualified())) {
      // What the session does not reach is as if it were not there.
      foreign = Map.of(WHOLES.get(table.qualified()).getFirst(), whole(table, THEIR_ROWS));
    }
    String insertion = table.insertion(foreign);
    Connection client = session(table, reaching(OURS));
    try (Statement sql = client.createStatement()) {
      assertThatThrownBy(() -> sql.execute(insertion))
          .hasMessageContaining("violates row-level security policy");
      if (table.organization() != null) {
        String column = table.organization();
        assertThatThrownBy(
                () -> sql.execute("update %s set %s = '%s'".formatted(table, column, THEIRS)))
            .hasMessageContaining("violates row-level security policy");
        assertThat(
                sql.executeUpdate(
                    "update %s set %s = %s where %s = '%s'"
                        .formatted(table, column, column, column, THEIRS)))
            .isZero();
        assertThat(
                sql.executeUpdate(
                    "delete from %s where %s = '%s'".formatted(table, column, THEIRS)))
            .isZero();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("ofNoClients")
  void noClientSeesOrChangesWhatIsTheServicesOrSomebodyElses(Table table) throws SQLException {
    String all = "select 1 from " + table;

    assertThat(seen(table, reaching(OURS), all)).isEmpty();
    assertThat(seen(table, "service", all)).isNotEmpty();
    Connection client = session(table, reaching(OURS));
    try (Statement sql = client.createStatement()) {
      assertThat(sql.executeUpdate("delete from " + table)).isZero();
      if (OTHERS.get(table.qualified()) == Rule.LEAVE) {
        client.setAutoCommit(false);
        assertThat(sql.executeUpdate(table.insertion(Map.of()))).isEqualTo(1);
        client.rollback();
        client.setAutoCommit(true);
      } else {
        assertThatThrownBy(() -> sql.execute(table.insertion(Map.of())))
            .hasMessageContaining("violates row-level security policy");
      }
    }
  }

  @Test
  void everybodyReadsWhatIsNobodysAndNobodyWritesIt() throws SQLException {
    for (Table table : following(Rule.READ).toList()) {
      assertThat(seen(table, reaching(OURS), "select 1 from " + table)).hasSize(1);
      try (Statement sql = session(table, reaching(OURS)).createStatement()) {
        assertThat(sql.executeUpdate("delete from " + table)).isZero();
        assertThatThrownBy(() -> sql.execute(table.insertion(Map.of())))
            .hasMessageContaining("violates row-level security policy");
      }
    }
  }

  @Test
  void whoHasATokenOrAKeyOfTheirOwnReachesItAndNobodyElseDoes() throws SQLException {
    Table keys = named("location.idempotency");
    Table tokens = named("permissions.personal_access_token");
    UUID user = UUID.randomUUID();
    String subject;
    try (Connection admin = postgres.connect(postgres.owner());
        Statement sql = admin.createStatement()) {
      sql.execute("set search_path to permissions");
      try (ResultSet row = sql.executeQuery("select type_id('user', '%s')".formatted(user))) {
        row.next();
        subject = row.getString(1);
      }
      sql.execute(tokens.insertion(Map.of("user_id", user, "organization_id", OURS)));
      sql.execute(
          "insert into location.idempotency (subject, key, operation, input_hash, result) values ('%s', 'k', 'o', 'h', '{}')"
              .formatted(subject));
    }
    for (Table table : List.of(keys, tokens)) {
      String all = "select 1 from " + table;
      assertThat(seen(session(table, "{}", subject), all)).hasSize(1);
      assertThat(seen(session(table, reaching(OURS), "user_other"), all)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("walled")
  void whoHasSaidNothingReachesNothing(Table table) throws SQLException {
    String all =
        table.qualified().equals("permissions.role")
            ? "select 1 from permissions.role where organization_id is not null"
            : "select 1 from " + table;

    assertThat(seen(known(UNTOLD, table), all)).isEmpty();
    assertThat(seen(table, "", all)).isEmpty();
    if (OTHERS.get(table.qualified()) != Rule.READ) {
      assertThat(seen(table, "nonsense", all)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter table site disable row level security",
        "alter table site no force row level security",
        "drop policy wall on site",
        "alter policy wall on site using (true)",
        "create policy everything on site using (true)",
        "drop table site",
        "call wall_by_organization('site')",
        "set role orrery_location_owner",
        "set session authorization orrery_location_owner",
        "set session authorization orrery",
        "alter role current_user bypassrls",
        "alter table site owner to current_user",
        "truncate site cascade",
        "copy site to program 'cat'",
        "select * from flyway_schema_history"
      })
  void theRoleThatAServiceWorksWithCannotTakeTheWallDown(String statement) throws SQLException {
    try (Statement sql = session(named("location.site"), reaching(OURS)).createStatement()) {
      assertThatThrownBy(() -> sql.execute(statement))
          .hasMessageMatching("(?s).*(permission denied|must be owner).*");
    }
  }

  @Test
  void switchingRowSecurityOffIsAnErrorAndShowsNothing() throws SQLException {
    for (var login : List.of(postgres.login("location"), postgres.ownerOf("location"))) {
      try (Connection client = postgres.connect(login, Map.of("orrery.reach", reaching(OURS)));
          Statement sql = client.createStatement()) {
        sql.execute("set row_security = off");
        assertThatThrownBy(() -> sql.executeQuery("select * from site"))
            .hasMessageContaining("affected by row-level security");
      }
    }
  }

  @Test
  void whatRunsWithTheOwnersRightsReachesNoMoreThanTheSession() throws SQLException {
    try (Connection owner = postgres.connect("location");
        Statement sql = owner.createStatement()) {
      sql.execute("create view every_site as select organization_id from site");
    }
    try {
      assertThat(
              seen(
                  named("location.site"), reaching(OURS), "select organization_id from every_site"))
          .containsExactly(OURS.toString());
    } finally {
      try (Connection owner = postgres.connect("location");
          Statement sql = owner.createStatement()) {
        sql.execute("drop view every_site");
      }
    }
  }

  private static String reaching(UUID organization) {
    return "{%s}".formatted(organization);
  }

  private static Connection session(Table table, String reach) throws SQLException {
    return session(table, reach, "");
  }

  private static Connection session(Table table, String reach, String subject) throws SQLException {
    Connection client = known(SESSIONS, table);
    try (PreparedStatement telling =
        client.prepareStatement(
            "select set_config('orrery.reach', ?, false), set_config('orrery.subject', ?, false)")) {
      telling.setString(1, reach);
      telling.setString(2, subject);
      telling.execute();
    }
    return client;
  }

  private static Connection known(Map<String, Connection> sessions, Table table)
      throws SQLException {
    Connection known = sessions.get(table.schema());
    if (known == null) {
      known = postgres.connect(postgres.login(table.schema()));
      sessions.put(table.schema(), known);
    }
    return known;
  }

  private static List<String> seen(Table table, String reach, String query) throws SQLException {
    return seen(session(table, reach), query);
  }

  private static List<String> seen(Connection client, String query) throws SQLException {
    List<String> seen = new ArrayList<>();
    try (Statement sql = client.createStatement();
        ResultSet rows = sql.executeQuery(query)) {
      while (rows.next()) {
        seen.add(rows.getString(1));
      }
    }
    return seen;
  }
}
