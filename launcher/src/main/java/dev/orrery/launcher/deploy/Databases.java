package dev.orrery.launcher.deploy;

import dev.orrery.launcher.Secrets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/// Gives each service a schema and a role of its own in one database, and nothing of the others'.
///
/// @param server `postgresql://host:port`, no path
/// @param database created when missing
/// @param admin may create databases and roles
public record Databases(
    String server, String database, String admin, String adminPassword, Secrets secrets) {

  private static final long LOCK = 0x6f7272657279L;

  /// A process that is frozen in the middle of a transaction shall not hold its locks for long:
  /// others wait for them, to take over from it.
  private static final String LONGEST_SILENCE_IN_TRANSACTION = "10s";

  /// Reads `postgresql://host:port/database`.
  ///
  /// @throws IllegalArgumentException when the URL has another form
  public static Databases at(String url, String admin, String adminPassword, Secrets secrets) {
    var slash = url.lastIndexOf('/');
    if (!url.startsWith("postgresql://") || slash <= "postgresql://".length()) {
      throw new IllegalArgumentException(
          "not a database URL of the form postgresql://host:port/database: " + url);
    }
    return new Databases(
        url.substring(0, slash), url.substring(slash + 1), admin, adminPassword, secrets);
  }

  /// Makes what is missing and sets right what differs. Repeating it changes nothing; two at once
  /// take turns.
  public void deploy() throws SQLException {
    try (var connection = connect("postgres");
        var sql = connection.createStatement()) {
      sql.execute("select pg_advisory_lock(" + LOCK + ")");
      if (!exists(connection, "select 1 from pg_database where datname = ?", database)) {
        sql.execute("create database " + database + " template template0");
      }
      for (var room : Room.values()) {
        createRole(connection, sql, room);
      }
      deploySchemas();
    }
  }

  private void createRole(Connection connection, Statement sql, Room room) throws SQLException {
    var verb =
        exists(connection, "select 1 from pg_roles where rolname = ?", room.role())
            ? "alter"
            : "create";
    sql.execute(
        "%s role %s login noinherit nocreatedb nocreaterole password '%s'"
            .formatted(verb, room.role(), secrets.of(room.databaseSecret())));
    sql.execute("revoke all on database %s from public".formatted(database));
    sql.execute("grant connect on database %s to %s".formatted(database, room.role()));
    sql.execute(
        "alter role %s in database %s set search_path = %s, extensions"
            .formatted(room.role(), database, room.schema()));
    sql.execute(
        "alter role %s in database %s set idle_in_transaction_session_timeout = '%s'"
            .formatted(room.role(), database, LONGEST_SILENCE_IN_TRANSACTION));
    // A plan for any viewer is a plan for none: some see one organization, others a thousand.
    sql.execute(
        "alter role %s in database %s set plan_cache_mode = force_custom_plan"
            .formatted(room.role(), database));
  }

  private void deploySchemas() throws SQLException {
    try (var connection = connect(database);
        var sql = connection.createStatement()) {
      sql.execute("create schema if not exists extensions");
      sql.execute("create extension if not exists btree_gist schema extensions");
      sql.execute("revoke all on schema public from public");
      for (var room : Room.values()) {
        sql.execute("create schema if not exists %s".formatted(room.schema()));
        sql.execute("alter schema %s owner to %s".formatted(room.schema(), room.role()));
        sql.execute("revoke all on schema %s from public".formatted(room.schema()));
        sql.execute("grant usage on schema extensions to %s".formatted(room.role()));
      }
    }
  }

  private Connection connect(String name) throws SQLException {
    return DriverManager.getConnection("jdbc:" + server + "/" + name, admin, adminPassword);
  }

  private static boolean exists(Connection connection, String query, String name)
      throws SQLException {
    try (var statement = connection.prepareStatement(query)) {
      statement.setString(1, name);
      try (var rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }
}
