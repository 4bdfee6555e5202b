package dev.orrery.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresForTestsTest {
  private static PostgresForTests postgres;

  @BeforeAll
  static void start() {
    postgres = PostgresForTests.start();
  }

  @AfterAll
  static void close() {
    postgres.close();
  }

  @Test
  void aServiceMakesTablesInItsOwnSchemaWithExclusionConstraintsOverNetworks() throws SQLException {
    try (var connection = postgres.connect("ipam");
        var sql = connection.createStatement()) {
      sql.execute(
          "create table net (vrf uuid, prefix inet,"
              + " exclude using gist (vrf with =, prefix inet_ops with &&))");
      var rows = sql.executeQuery("select schemaname from pg_tables where tablename = 'net'");
      rows.next();
      assertThat(rows.getString(1)).isEqualTo("ipam");
    }
  }

  @Test
  void aServiceSeesNoSchemaButItsOwn() throws SQLException {
    try (var location = postgres.connect("location");
        var sql = location.createStatement()) {
      sql.execute("create table secret (id int)");
    }
    try (var instance = postgres.connect("instance");
        var sql = instance.createStatement()) {
      assertThatThrownBy(() -> sql.execute("select * from location.secret"))
          .hasMessageContaining("permission denied for schema location");
      assertThatThrownBy(() -> sql.execute("create table public.loose (id int)"))
          .hasMessageContaining("permission denied");
      assertThatThrownBy(() -> sql.execute("create temp table loose (id int)"))
          .hasMessageContaining("permission denied");
    }
  }

  @Test
  void aCommitSurvivesTheDeathOfEveryProcess() throws SQLException {
    try (var connection = postgres.connect("handlers");
        var sql = connection.createStatement()) {
      sql.execute("create table kept (id int)");
      sql.execute("insert into kept values (7)");
    }
    postgres.kill();
    assertThatThrownBy(() -> postgres.connect("handlers")).isInstanceOf(SQLException.class);
    postgres.restart();
    try (var connection = postgres.connect("handlers");
        var sql = connection.createStatement()) {
      var rows = sql.executeQuery("select id from kept");
      rows.next();
      assertThat(rows.getInt(1)).isEqualTo(7);
    }
  }
}
