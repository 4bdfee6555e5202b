package dev.orrery.launcher.deploy;

import dev.orrery.launcher.Secrets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// Gives each service a schema of its own in one database, and nothing of the others': one role
/// owns it and migrates it, another one reads and writes its rows and can change nothing else, so
/// that what the owner decides about rows holds for whatever the service asks.
///
/// @param server `postgresql://host:port`, no path
/// @param database created when missing
/// @param admin may create databases and roles
public record Databases(
    String server, String database, String admin, String adminPassword, Secrets secrets) {

  private static final long LOCK = 0x6f7272657279L;

  /// They compare two values and tell nobody but the one who asked. Said so, they may look things
  /// up in indexes of tables with row-level security; otherwise they are kept until the policy has
  /// let a row pass, and a search by labels or networks goes through all of an organization's rows.
  private static final List<String> TELL_NOBODY =
      List.of(
          "jsonb_contains(jsonb, jsonb)",
          "network_sub(inet, inet)",
          "network_subeq(inet, inet)",
          "network_sup(inet, inet)",
          "network_supeq(inet, inet)",
          "network_overlap(inet, inet)");

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
      sql.execute("revoke all on database %s from public".formatted(database));
      for (var room : Room.values()) {
        createRole(connection, room.owner(), room.ownerSecret(), room);
        createRole(connection, room.role(), room.databaseSecret(), room);
        requireHarmless(connection, room);
      }
      deploySchemas();
    }
  }

  private void createRole(Connection connection, String role, String secret, Room room)
      throws SQLException {
    var verb =
        exists(connection, "select 1 from pg_roles where rolname = ?", role) ? "alter" : "create";
    try (var sql = connection.createStatement()) {
      sql.execute(
          "%s role %s login noinherit nocreatedb nocreaterole password '%s'"
              .formatted(verb, role, secrets.of(secret)));
      sql.execute("grant connect on database %s to %s".formatted(database, role));
      sql.execute(
          "alter role %s in database %s set search_path = %s, extensions"
              .formatted(role, database, room.schema()));
      sql.execute(
          "alter role %s in database %s set idle_in_transaction_session_timeout = '%s'"
              .formatted(role, database, LONGEST_SILENCE_IN_TRANSACTION));
      // Each session of a service says itself how it plans; earlier versions set it here.
      sql.execute("alter role %s in database %s reset plan_cache_mode".formatted(role, database));
    }
  }

  /// A role that somebody gave more to could get round what the owner decides.
  private static void requireHarmless(Connection connection, Room room) throws SQLException {
    if (exists(
        connection,
        "select 1 from pg_roles r where r.rolname = ? and (r.rolsuper or r.rolbypassrls"
            + " or pg_has_role(r.oid, '%s', 'member'))".formatted(room.owner()),
        room.role())) {
      throw new IllegalStateException(
          "the role %s must be neither superuser nor a member of %s, and must not bypass row-level security"
              .formatted(room.role(), room.owner()));
    }
  }

  private void deploySchemas() throws SQLException {
    try (var connection = connect(database);
        var sql = connection.createStatement()) {
      sql.execute("create schema if not exists extensions");
      sql.execute("create extension if not exists btree_gist schema extensions");
      sql.execute("revoke all on schema public from public");
      // A catalogue is a superuser's to change. Without it all is right, and some of it slower.
      if (exists(connection, "select 1 from pg_roles where rolname = ? and rolsuper", admin)) {
        for (var function : TELL_NOBODY) {
          sql.execute("alter function pg_catalog.%s leakproof".formatted(function));
        }
      }
      for (var room : Room.values()) {
        sql.execute("create schema if not exists %s".formatted(room.schema()));
        sql.execute("alter schema %s owner to %s".formatted(room.schema(), room.owner()));
        takeOver(connection, sql, room);
        sql.execute("revoke all on schema %s from public".formatted(room.schema()));
        sql.execute("grant usage on schema extensions to %s".formatted(room.owner()));
        sql.execute("grant usage on schema extensions to %s".formatted(room.role()));
        grantRows(sql, room);
      }
    }
  }

  /// What an earlier version made belongs to the role that the service works with.
  private static void takeOver(Connection connection, Statement sql, Room room)
      throws SQLException {
    if (exists(
        connection,
        "select 1 from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname = ?"
            + " union all"
            + " select 1 from pg_proc p join pg_roles r on r.oid = p.proowner where r.rolname = '%s'"
                .formatted(room.role()),
        room.role())) {
      sql.execute("reassign owned by %s to %s".formatted(room.role(), room.owner()));
    }
  }

  /// Rows, of the tables that are there and of those that migrations will make.
  private static void grantRows(Statement sql, Room room) throws SQLException {
    sql.execute("grant usage on schema %s to %s".formatted(room.schema(), room.role()));
    sql.execute(
        "grant select, insert, update, delete on all tables in schema %s to %s"
            .formatted(room.schema(), room.role()));
    sql.execute(
        "grant usage, select on all sequences in schema %s to %s"
            .formatted(room.schema(), room.role()));
    var later =
        "alter default privileges for role %s in schema %s grant %%s to %s"
            .formatted(room.owner(), room.schema(), room.role());
    sql.execute(later.formatted("select, insert, update, delete on tables"));
    sql.execute(later.formatted("usage, select on sequences"));
    // Which migrations were done is the owner's to say.
    sql.execute(
        """
        do $$ begin
          if to_regclass('%1$s.flyway_schema_history') is not null then
            revoke all on %1$s.flyway_schema_history from %2$s;
          end if;
        end $$
        """
            .formatted(room.schema(), room.role()));
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
