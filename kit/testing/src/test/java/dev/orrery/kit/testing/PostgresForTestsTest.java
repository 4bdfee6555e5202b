package dev.orrery.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
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
    for (var login : List.of(postgres.ownerOf("instance"), postgres.login("instance"))) {
      try (var instance = postgres.connect(login);
          var sql = instance.createStatement()) {
        assertThatThrownBy(() -> sql.execute("select * from location.secret"))
            .hasMessageContaining("permission denied for schema location");
        assertThatThrownBy(() -> sql.execute("create table public.loose (id int)"))
            .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> sql.execute("create temp table loose (id int)"))
            .hasMessageContaining("permission denied");
      }
    }
  }

  @Test
  void aServiceThatFallsSilentInATransactionDoesNotHoldItsLocksForLong() throws SQLException {
    try (var connection = postgres.connect(postgres.login("location"));
        var sql = connection.createStatement()) {
      var rows = sql.executeQuery("show idle_in_transaction_session_timeout");
      rows.next();
      assertThat(rows.getString(1)).isEqualTo("10s");
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

  @Test
  void startsOverTheLocksThatAPowerCutLeft() throws SQLException, IOException {
    Path data;
    try (var connection = postgres.connect(postgres.owner());
        var sql = connection.createStatement()) {
      var rows = sql.executeQuery("show data_directory");
      rows.next();
      data = Path.of(rows.getString(1));
    }
    postgres.kill();
    Files.write(data.resolve("postmaster.pid"), new byte[0]);
    Files.write(data.resolve(".s.PGSQL.%d.lock".formatted(postgres.port())), new byte[0]);

    postgres.restart();

    try (var connection = postgres.connect("handlers")) {
      assertThat(connection.isValid(5)).isTrue();
    }
  }
}
