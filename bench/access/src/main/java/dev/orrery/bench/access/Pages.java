package dev.orrery.bench.access;

import dev.orrery.kit.access.PolicyRights;
import dev.orrery.kit.access.policy.Columns;
import dev.orrery.kit.access.policy.PolicyIndex;
import dev.orrery.kit.access.policy.Visible;
import dev.orrery.kit.access.policy.fact.DeclaredAction;
import dev.orrery.kit.access.policy.fact.Level;
import dev.orrery.kit.access.policy.fact.PolicyFact;
import dev.orrery.kit.access.policy.fact.Stamp;
import dev.orrery.kit.database.SessionReach;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.testing.PostgresForTests;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A table of many rows, as services keep them, and the pages of it that somebody may see.
///
/// A thousand organizations in ten trees of a hundred each; ten projects in each organization. The
/// table is behind the same wall as theirs, and read with the login that a service works with.
final class Pages implements AutoCloseable {
  private static final int ORGANIZATIONS = 1_000;
  private static final int TREE = 100;
  private static final int PROJECTS = 10;
  private static final int AFTER = 3;
  static final int PAGE = 50;

  /// When the first row was made, in milliseconds since 1970; one more was made in each that
  /// followed.
  private static final long FIRST = 1_700_000_000_000L;

  private final Connection connection;
  private final int rows;
  private final PolicyIndex index = PolicyIndex.at(Clock.systemUTC());
  private final TypeId viewer = TypeId.generate("role");
  private long revision;

  Pages(PostgresForTests postgres, int rows) throws SQLException {
    this.rows = rows;
    try (Connection owner = postgres.connect("instance");
        Statement statement = owner.createStatement()) {
      write(statement);
      wall(statement);
    }
    connection = postgres.connect(postgres.login("instance"));
    planForEachViewer();
    tell();
  }

  /// As every service's migrations do. They look after the table of the migrations, too.
  private static void wall(Statement owner) throws SQLException {
    try (InputStream migration =
        Objects.requireNonNull(
            Pages.class.getResourceAsStream("/db/kit/database/V0_4__wall.sql"))) {
      owner.execute("create table flyway_schema_history ()");
      owner.execute(new String(migration.readAllBytes(), StandardCharsets.UTF_8));
      owner.execute("call wall_by_organization('thing')");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /// Like the tables of the services: ids in the order in which the rows were made, and indexes by
  /// organization, by project and by label.
  private void write(Statement owner) throws SQLException {
    owner.execute(
        """
        create table thing (id uuid primary key, organization_id uuid not null, project_id uuid,
          name text not null, labels jsonb not null)
        """);
    owner.execute(
        """
        insert into thing
        select cast(lpad(to_hex(%4$d + n), 12, '0') || '7' || substr(md5('thing' || n), 14) as uuid),
          cast(md5('org' || n %% %1$d) as uuid),
          case when n %% 3 > 0 then cast(md5('proj' || n %% %1$d || '/' || n / %1$d %% %2$d) as uuid) end,
          'thing ' || n, jsonb_build_object('env', case when n %% 10 = 0 then 'dev' else 'prod' end)
        from generate_series(0, %3$d) n
        """
            .formatted(ORGANIZATIONS, PROJECTS, rows - 1, FIRST));
    owner.execute("create index thing_by_organization on thing (organization_id, id)");
    owner.execute("create index thing_by_project on thing (project_id, id)");
    owner.execute("create index thing_by_label on thing using gin (labels jsonb_path_ops)");
    owner.execute("analyze thing");
  }

  /// As in every session in which a client reads.
  private void planForEachViewer() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set plan_cache_mode = force_custom_plan");
    }
  }

  private void tell() {
    index.apply(
        new PolicyFact.Actions(
            Stamp.of(0, 0), "things", List.of(new DeclaredAction("thing.read", "", Level.VIEWER))));
    index.apply(
        new PolicyFact.Role(next(), viewer, null, "viewer", Level.VIEWER, false, List.of()));
    for (int i = 0; i < ORGANIZATIONS; i++) {
      @Nullable TypeId parent = i % TREE == 0 ? null : organization(i - i % TREE);
      index.apply(new PolicyFact.Organization(next(), organization(i), parent));
      for (int project = 0; project < PROJECTS; project++) {
        index.apply(new PolicyFact.Project(next(), project(i, project), organization(i)));
      }
    }
  }

  /// Somebody of each kind, and the condition on the table `t` of what that one sees.
  Map<String, Sql> viewers() {
    Map<String, Sql> viewers = new LinkedHashMap<>();
    viewers.put("of one organization of a thousand", of(bind(organization(517), null, null, null)));
    viewers.put(
        "of a tree of a hundred organizations", of(bind(organization(300), null, null, null)));
    viewers.put("of one project", of(bind(organization(733), project(733, 4), null, null)));
    viewers.put(
        "of 200 single resources",
        of(
            IntStream.range(0, 200)
                .mapToObj(i -> bind(organization(i * 3), null, thing(i * 3), null))
                .toArray(PolicyFact.Binding[]::new)));
    viewers.put(
        "of 20 organizations, 50 projects and 100 resources",
        of(
            IntStream.range(0, 170)
                .mapToObj(i ->
                    i < 20
                        ? bind(organization(401 + i * 5), null, null, null)
                        : i < 70
                            ? bind(organization(i), project(i, i % PROJECTS), null, null)
                            : bind(organization(i * 5), null, thing(i * 5), null))
                .toArray(PolicyFact.Binding[]::new)));
    viewers.put(
        "of what is labelled dev in a tree of a hundred",
        of(bind(organization(200), null, null, "resource.labels.env == 'dev'")));
    viewers.put("of nothing", of());
    return viewers;
  }

  /// @param reach what is said to the database at the beginning of each session
  record Sql(SessionReach reach, String condition, List<Object> values) {}

  private Sql of(PolicyFact.Binding... bindings) {
    TypeId user = TypeId.generate("user");
    index.apply(new PolicyFact.Subject(next(), user, true, false));
    for (PolicyFact.Binding each : bindings) {
      index.apply(
          new PolicyFact.Binding(
              next(),
              TypeId.generate("bind"),
              user,
              viewer,
              each.organization(),
              each.project(),
              each.resource(),
              null,
              each.condition()));
    }
    index.complete();
    Visible visible = index.visible(user.toString(), "thing.read", LargePolicy.NOW);
    List<Object> values = new ArrayList<>();
    String condition =
        visible.sql(
            Columns.of("t"),
            value -> {
              values.add(value);
              return "?";
            });
    SessionReach reach =
        new PolicyRights(index, user.toString(), LargePolicy.NOW).reach(user.toString());
    return new Sql(reach, condition, values);
  }

  private PolicyFact.Binding bind(
      TypeId organization,
      @Nullable TypeId project,
      @Nullable TypeId resource,
      @Nullable String condition) {
    return new PolicyFact.Binding(
        Stamp.NEVER, viewer, viewer, viewer, organization, project, resource, null, condition);
  }

  private Stamp next() {
    revision++;
    return Stamp.of(revision, 1);
  }

  private static TypeId organization(int number) {
    return new TypeId("org", md5("org" + number));
  }

  private static TypeId project(int organization, int number) {
    return new TypeId("proj", md5("proj" + organization + "/" + number));
  }

  private static TypeId thing(int number) {
    return new TypeId("thing", id(number));
  }

  /// A version 7 UUID, as RFC 9562 has it.
  private static UUID id(int number) {
    UUID any = md5("thing" + number);
    long time = FIRST + number;
    return new UUID(
        time << 16 | 7 << 12 | any.getMostSignificantBits() & 0xfff, any.getLeastSignificantBits());
  }

  /// Somewhere in the list.
  UUID somewhere(Random random) {
    return id(random.nextInt(rows));
  }

  private static UUID md5(String text) {
    try {
      var digest =
          ByteBuffer.wrap(
              MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
      return new UUID(digest.getLong(), digest.getLong());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// As lists are read: 50 and one more, by id, after it was said for whom, in one go.
  PreparedStatement page(Sql seen, String before) throws SQLException {
    PreparedStatement select =
        connection.prepareStatement(
            """
            select set_config('orrery.reach', ?, false), set_config('orrery.subject', ?, false);
            %sselect t.* from thing t where t.id > cast(? as uuid) and %s order by t.id limit %d
            """
                .formatted(before, seen.condition, PAGE + 1));
    select.setString(1, seen.reach.organizations());
    select.setString(2, seen.reach.subject());
    select.setObject(AFTER, new UUID(0, 0));
    int at = AFTER + 1;
    for (Object value : seen.values) {
      select.setObject(
          at++, value instanceof UUID[] ids ? connection.createArrayOf("uuid", ids) : value);
    }
    return select;
  }

  /// @return how many rows came
  int read(PreparedStatement page, UUID after) throws SQLException {
    page.setObject(AFTER, after);
    int count = 0;
    try (ResultSet found = found(page)) {
      while (found.next()) {
        count++;
      }
    }
    return count;
  }

  private static ResultSet found(PreparedStatement page) throws SQLException {
    page.execute();
    page.getMoreResults();
    return page.getResultSet();
  }

  /// How the database would read a page.
  List<String> plan(Sql seen) throws SQLException {
    List<String> plan = new ArrayList<>();
    try (PreparedStatement page = page(seen, "explain ");
        ResultSet lines = found(page)) {
      while (lines.next()) {
        plan.add(lines.getString(1));
      }
    }
    return plan;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
