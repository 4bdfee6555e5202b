package dev.orrery.kit.access.policy.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.orrery.kit.access.Target;
import dev.orrery.kit.access.policy.Columns;
import dev.orrery.kit.access.policy.PolicyIndex;
import dev.orrery.kit.access.policy.Visible;
import dev.orrery.kit.testing.PostgresForTests;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What may be seen, as a real PostgreSQL understands it.
class VisibleRowsTest {
  private static final Columns COLUMNS =
      new Columns("t.organization_id", "t.project_id", "t.id", "t.labels");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static PostgresForTests postgres;

  private Connection connection;

  @BeforeAll
  static void start() {
    postgres = PostgresForTests.start();
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @BeforeEach
  void connect() throws SQLException {
    connection = postgres.connect(postgres.owner());
  }

  @AfterEach
  void disconnect() throws SQLException {
    connection.close();
  }

  @Test
  void rowsAreSelectedThatTheIndexAllowsOneByOne() throws Exception {
    execute(
        "create temporary table thing (place int, id uuid, organization_id uuid not null,"
            + " project_id uuid, labels jsonb not null)");
    int seen = 0;
    int hidden = 0;
    for (int seed = 0; seed < Integer.getInteger("policies.sql", 150); seed++) {
      Chance chance = new Chance(seed);
      PolicyIndex index = PolicyIndex.at(Clock.fixed(Chance.NOW, ZoneOffset.UTC));
      chance.history().forEach(index::apply);
      index.complete();
      List<Target> rows = chance.targets();
      write(rows);
      for (int i = 0; i < 4; i++) {
        String subject = chance.someone();
        String action = chance.action();
        Instant now = chance.moment();
        BitSet expected = new BitSet();
        for (int row = 0; row < rows.size(); row++) {
          expected.set(row, index.check(subject, action, rows.get(row), now));
        }
        assertThat(selected(index.visible(subject, action, now)))
            .as("seed %d: %s for %s at %s", seed, action, subject, now)
            .isEqualTo(expected);
        seen += expected.cardinality();
        hidden += rows.size() - expected.cardinality();
      }
    }
    assertThat(seen).isGreaterThan(hidden / 50);
    assertThat(hidden).isGreaterThan(seen);
  }

  @Test
  void whatHasNoProjectsAndNoLabelsIsSelectedAsIfItWereInNoneAndHadNone() throws Exception {
    execute("create temporary table thing (place int, id uuid, organization_id uuid not null)");
    Columns bare = new Columns("t.organization_id", null, "t.id", null);
    for (int seed = 0; seed < 50; seed++) {
      Chance chance = new Chance(seed);
      PolicyIndex index = PolicyIndex.at(Clock.fixed(Chance.NOW, ZoneOffset.UTC));
      chance.history().forEach(index::apply);
      index.complete();
      List<Target> rows =
          chance.targets().stream()
              .map(row -> new Target(row.organization(), null, row.resource(), java.util.Map.of()))
              .distinct()
              .toList();
      execute("delete from thing");
      try (PreparedStatement insert =
          connection.prepareStatement("insert into thing values (?, ?, ?)")) {
        for (int row = 0; row < rows.size(); row++) {
          insert.setInt(1, row);
          insert.setObject(2, rows.get(row).resource());
          insert.setObject(3, rows.get(row).organization());
          insert.addBatch();
        }
        insert.executeBatch();
      }
      String subject = chance.someone();
      BitSet expected = new BitSet();
      for (int row = 0; row < rows.size(); row++) {
        expected.set(row, index.check(subject, "instance.read", rows.get(row), Chance.NOW));
      }
      assertThat(selected(index.visible(subject, "instance.read", Chance.NOW), bare))
          .as("seed %d", seed)
          .isEqualTo(expected);
    }
  }

  private void write(List<Target> rows) throws SQLException, JsonProcessingException {
    execute("delete from thing");
    try (PreparedStatement insert =
        connection.prepareStatement("insert into thing values (?, ?, ?, ?, cast(? as jsonb))")) {
      for (int row = 0; row < rows.size(); row++) {
        insert.setInt(1, row);
        insert.setObject(2, rows.get(row).resource());
        insert.setObject(3, rows.get(row).organization());
        insert.setObject(4, rows.get(row).project());
        insert.setString(5, JSON.writeValueAsString(rows.get(row).labels()));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private BitSet selected(Visible visible) throws SQLException {
    return selected(visible, COLUMNS);
  }

  private BitSet selected(Visible visible, Columns columns) throws SQLException {
    List<Object> values = new ArrayList<>();
    String condition =
        visible.sql(
            columns,
            value -> {
              values.add(value);
              return "?";
            });
    BitSet selected = new BitSet();
    try (PreparedStatement select =
        connection.prepareStatement("select t.place from thing t where " + condition)) {
      for (int i = 0; i < values.size(); i++) {
        Object value = values.get(i);
        select.setObject(
            i + 1, value instanceof UUID[] ids ? connection.createArrayOf("uuid", ids) : value);
      }
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          selected.set(rows.getInt(1));
        }
      }
    }
    return selected;
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
