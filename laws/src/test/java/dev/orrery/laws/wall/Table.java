package dev.orrery.laws.wall;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A table that a service works with, as the database's own catalogue has it.
///
/// @param columns those that must be given in a new row, with their types
/// @param organization the column that says whose a row is, if there is one
/// @param walled whether row-level security holds for everybody, the owner included, and has a
///   policy
record Table(
    String schema,
    String name,
    Map<String, String> columns,
    @Nullable String organization,
    boolean walled) {

  /// Every table of every service that its role can read.
  static List<Table> all(Connection admin) throws SQLException {
    List<Table> tables = new ArrayList<>();
    for (String schema : Migrated.SERVICES.keySet()) {
      try (Statement sql = admin.createStatement();
          ResultSet rows =
              sql.executeQuery(
                  """
                  select c.relname, c.relrowsecurity and c.relforcerowsecurity
                    and exists (select 1 from pg_policy p where p.polrelid = c.oid)
                  from pg_class c
                  where c.relnamespace = '%1$s'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
                    and has_table_privilege('orrery_%1$s', c.oid, 'select') order by 1
                  """
                      .formatted(schema))) {
        while (rows.next()) {
          tables.add(table(admin, schema, rows.getString(1), rows.getBoolean(2)));
        }
      }
    }
    return tables;
  }

  private static Table table(Connection admin, String schema, String name, boolean walled)
      throws SQLException {
    Map<String, String> columns = new LinkedHashMap<>();
    @Nullable String organization = null;
    try (Statement sql = admin.createStatement();
        ResultSet rows =
            sql.executeQuery(
                """
                select attname, format_type(atttypid, null), attnotnull and not atthasdef and attidentity = ''
                from pg_attribute
                where attrelid = '%s.%s'::regclass and attnum > 0 and not attisdropped and attgenerated = ''
                order by attnum
                """
                    .formatted(schema, name))) {
      while (rows.next()) {
        boolean says =
            rows.getString(1).equals("organization_id")
                || (rows.getString(1).equals("organization") && rows.getString(2).equals("uuid"));
        organization = says ? rows.getString(1) : organization;
        if (says || rows.getBoolean(3)) {
          columns.put(rows.getString(1), rows.getString(2));
        }
      }
    }
    return new Table(schema, name, columns, organization, walled);
  }

  String role() {
    return "orrery_" + schema;
  }

  String qualified() {
    return schema + "." + name;
  }

  /// A new row, of which some columns are given.
  String insertion(Map<String, UUID> given) {
    Map<String, String> values = new LinkedHashMap<>();
    columns.forEach((column, type) -> values.put(column, any(type)));
    given.forEach((column, id) -> values.put(column, "'%s'".formatted(id)));
    if (values.isEmpty()) {
      return "insert into %s default values".formatted(qualified());
    }
    return "insert into %s (%s) values (%s)"
        .formatted(
            qualified(), String.join(", ", values.keySet()), String.join(", ", values.values()));
  }

  private static String any(String type) {
    return switch (type) {
      case "uuid" -> "gen_random_uuid()";
      // Text that can be taken for a network, too.
      case "text", "inet", "cidr" -> "'10.0.0.0/8'";
      case "jsonb" -> "'{}'";
      case "bytea" -> "sha256('x')";
      case "boolean" -> "false";
      case "timestamp with time zone" -> "now()";
      case "integer", "bigint", "double precision" -> "1";
      default -> throw new IllegalArgumentException("what is a value of type " + type + "?");
    };
  }

  /// Gives up what does not matter here: that rows refer to others, and what is in them.
  void loosen(Connection admin) throws SQLException {
    try (Statement sql = admin.createStatement()) {
      String constraints;
      try (ResultSet rows =
          sql.executeQuery(
              """
              select string_agg('drop constraint ' || quote_ident(conname) || ' cascade', ', ')
              from pg_constraint where conrelid = '%s'::regclass and contype in ('c', 'f', 'u', 'x')
              """
                  .formatted(qualified()))) {
        rows.next();
        constraints = rows.getString(1);
      }
      if (constraints != null) {
        sql.execute("alter table %s %s".formatted(qualified(), constraints));
      }
      sql.execute("alter table %s disable trigger user".formatted(qualified()));
    }
  }

  @Override
  public String toString() {
    return qualified();
  }

  static String names(List<Table> tables) {
    return tables.stream().map(Table::qualified).collect(Collectors.joining(", "));
  }
}
