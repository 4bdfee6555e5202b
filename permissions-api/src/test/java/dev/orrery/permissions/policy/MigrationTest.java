package dev.orrery.permissions.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kit.access.Role;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.testing.PostgresForTests;
import dev.orrery.permissions.role.Roles;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MigrationTest {
  private static final TypeId ACME = TypeId.generate("org");
  private static final TypeId LAB = TypeId.generate("org");
  private static final TypeId ADA = TypeId.generate("user");

  @Test
  void whoWasAMemberHasABindingOfTheSameRole() throws Exception {
    try (PostgresForTests postgres = PostgresForTests.start();
        Connection connection = postgres.connect("permissions");
        Statement sql = connection.createStatement()) {
      sql.execute("set search_path to permissions");
      sql.execute(migration("V1__organizations_projects_users_keys"));
      organization(sql, ACME);
      organization(sql, LAB);
      sql.execute(
          """
          insert into user_account (id, organization_id, name, status, labels, annotations, version, created_at,
            updated_at, email, memberships)
          values ('%s', '%s', 'Ada', 'ACTIVE', '{}', '{}', 3, now(), now(), 'ada@acme.example',
            '{"all": [{"organization": "%s", "role": "OWNER"}, {"organization": "%s", "role": "VIEWER"}]}')
          """
              .formatted(ADA.uuid(), ACME.uuid(), ACME, LAB));

      sql.execute(migration("V2__policy"));

      Map<String, String> given = new TreeMap<>();
      try (ResultSet rows =
          sql.executeQuery(
              "select type_id('org', organization_id), subject, type_id('role', role_id) from role_binding")) {
        while (rows.next()) {
          given.put(rows.getString(1), rows.getString(2) + " " + rows.getString(3));
        }
      }
      assertThat(given)
          .containsOnly(
              Map.entry(ACME.toString(), ADA + " " + role(Role.OWNER)),
              Map.entry(LAB.toString(), ADA + " " + role(Role.VIEWER)));
    }
  }

  private static TypeId role(Role builtIn) {
    return new TypeId("role", Roles.idOf(builtIn));
  }

  private static void organization(Statement sql, TypeId id) throws Exception {
    sql.execute(
        """
        insert into organization (id, organization_id, name, status, labels, annotations, version, created_at, updated_at)
        values ('%1$s', '%1$s', 'Somewhere', 'ACTIVE', '{}', '{}', 1, now(), now())
        """
            .formatted(id.uuid()));
  }

  private static String migration(String name) throws Exception {
    try (InputStream in =
        Objects.requireNonNull(
            MigrationTest.class.getResourceAsStream("/db/migration/" + name + ".sql"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
