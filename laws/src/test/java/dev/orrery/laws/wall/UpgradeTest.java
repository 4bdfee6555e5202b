package dev.orrery.laws.wall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.kit.testing.PostgresForTests;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A database of the versions in which each service owned its tables.
class UpgradeTest {
  private static final UUID OURS = UUID.randomUUID();

  @TempDir Path folder;

  @Test
  void whatAServiceOwnedIsTakenOverWithItsRowsAndThenWalled() throws Exception {
    try (PostgresForTests postgres = PostgresForTests.start()) {
      try (Connection admin = postgres.connect(postgres.owner());
          Statement sql = admin.createStatement()) {
        for (String schema : Migrated.SERVICES.keySet()) {
          sql.execute("alter schema %1$s owner to orrery_%1$s".formatted(schema));
        }
      }
      Migrated.allAsBeforeTheWall(postgres, folder);
      try (Connection service = postgres.connect(postgres.login("location"));
          Statement sql = service.createStatement()) {
        sql.execute(
            """
            insert into region (id, organization_id, name, status, labels, annotations, version, created_at, updated_at)
            values (gen_random_uuid(), '%s', 'Europe', 'ACTIVE', '{}', '{}', 1, now(), now())
            """
                .formatted(OURS));
      }

      postgres.deploy();
      Migrated.all(postgres);

      try (Connection admin = postgres.connect(postgres.owner())) {
        for (String schema : Migrated.SERVICES.keySet()) {
          assertThat(
                  number(
                      admin,
                      "select count(*) from pg_class where relowner = 'orrery_%s'::regrole"
                          .formatted(schema)))
              .as("still owned by the service: %s", schema)
              .isZero();
        }
      }
      assertThat(regions(postgres, Map.of())).isZero();
      assertThat(regions(postgres, Map.of("orrery.reach", "{%s}".formatted(OURS)))).isEqualTo(1);
      assertThat(regions(postgres, Map.of("orrery.reach", "{%s}".formatted(UUID.randomUUID()))))
          .isZero();
      try (Connection service = postgres.connect(postgres.login("location"))) {
        assertThatThrownBy(() -> number(service, "select count(*) from flyway_schema_history"))
            .hasMessageContaining("permission denied");
      }
    }
  }

  private static long regions(PostgresForTests postgres, Map<String, String> settings)
      throws Exception {
    try (Connection service = postgres.connect(postgres.login("location"), settings)) {
      return number(service, "select count(*) from region");
    }
  }

  private static long number(Connection connection, String query) throws Exception {
    try (Statement sql = connection.createStatement();
        ResultSet rows = sql.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
