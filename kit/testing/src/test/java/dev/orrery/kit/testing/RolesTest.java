package dev.orrery.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the role may do that a service works with, and what is the owner's alone.
class RolesTest {
  private static PostgresForTests postgres;

  @BeforeAll
  static void start() throws SQLException {
    postgres = PostgresForTests.start();
    try (var owner = postgres.connect("location");
        var sql = owner.createStatement()) {
      sql.execute("create table thing (id bigint generated always as identity, name text)");
    }
  }

  @AfterAll
  static void close() {
    postgres.close();
  }

  @Test
  void aServiceChangesTheRowsOfTablesThatItsOwnerMadeLater() throws SQLException {
    try (var connection = postgres.connect(postgres.login("location"));
        var sql = connection.createStatement()) {
      assertThat(sql.executeUpdate("insert into thing (name) values ('a'), ('b')")).isEqualTo(2);
      assertThat(sql.executeUpdate("update thing set name = 'c' where name = 'b'")).isEqualTo(1);
      assertThat(sql.executeUpdate("delete from thing where name = 'c'")).isEqualTo(1);
      assertThat(text(sql, "select name from thing")).isEqualTo("a");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create table more (id int)",
        "drop table thing",
        "truncate thing",
        "alter table thing add column more int",
        "alter table thing disable row level security",
        "alter table thing owner to current_user",
        "create policy everybody on thing using (true)",
        "create trigger mine before insert on thing for each row execute function suppress_redundant_updates_trigger()",
        "set role orrery_location_owner",
        "set role orrery_ipam",
        "set session authorization orrery_location_owner",
        "grant orrery_location_owner to current_user",
        "alter role current_user bypassrls",
        "alter role orrery_location_owner password 'known'"
      })
  void aServiceChangesNothingButRows(String statement) throws SQLException {
    try (var connection = postgres.connect(postgres.login("location"));
        var sql = connection.createStatement()) {
      assertThatThrownBy(() -> sql.execute(statement))
          .isInstanceOf(SQLException.class)
          .hasMessageMatching("(?s).*(permission denied|must be owner).*");
    }
  }

  @Test
  void theOwnerTakesOverWhatAnEarlierVersionMade() throws SQLException {
    try (var admin = admin();
        var sql = admin.createStatement()) {
      sql.execute("create table ipam.old (id bigint generated always as identity, name text)");
      sql.execute("create function ipam.older() returns int language sql return 1");
      sql.execute("create table ipam.flyway_schema_history (version text)");
      for (var made :
          List.of("table ipam.old", "function ipam.older", "table ipam.flyway_schema_history")) {
        sql.execute("alter %s owner to orrery_ipam".formatted(made));
      }
      sql.execute("alter schema ipam owner to orrery_ipam");
    }

    postgres.deploy();

    try (var admin = admin();
        var sql = admin.createStatement()) {
      assertThat(text(sql, "select count(*) from pg_class where relowner = 'orrery_ipam'::regrole"))
          .isEqualTo("0");
      assertThat(text(sql, "select proowner::regrole from pg_proc where proname = 'older'"))
          .isEqualTo("orrery_ipam_owner");
      assertThat(text(sql, "select nspowner::regrole from pg_namespace where nspname = 'ipam'"))
          .isEqualTo("orrery_ipam_owner");
    }
    try (var service = postgres.connect(postgres.login("ipam"));
        var sql = service.createStatement()) {
      assertThat(sql.executeUpdate("insert into old (name) values ('kept')")).isEqualTo(1);
      assertThatThrownBy(() -> sql.execute("select * from flyway_schema_history"))
          .hasMessageContaining("permission denied");
      assertThatThrownBy(() -> sql.execute("drop table old")).hasMessageContaining("must be owner");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "grant orrery_handlers_owner to orrery_handlers",
        "alter role orrery_handlers bypassrls"
      })
  void aRoleThatCouldGetRoundItsOwnerIsRefused(String gift) throws SQLException {
    try (var admin = admin();
        var sql = admin.createStatement()) {
      sql.execute(gift);

      assertThatThrownBy(postgres::deploy).hasMessageContaining("orrery_handlers must be neither");

      sql.execute("revoke orrery_handlers_owner from orrery_handlers");
      sql.execute("alter role orrery_handlers nobypassrls");
      postgres.deploy();
    }
  }

  private static Connection admin() throws SQLException {
    return postgres.connect(postgres.owner());
  }

  private static String text(Statement sql, String query) throws SQLException {
    try (var rows = sql.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
