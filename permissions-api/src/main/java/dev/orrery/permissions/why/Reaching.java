package dev.orrery.permissions.why;

import dev.orrery.kit.access.Role;
import dev.orrery.kit.access.policy.condition.Condition;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.permissions.role.RoleContents.Contents;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A binding that reaches from a subject to a resource, whatever its role allows.
///
/// @param subjects from the subject itself, by groups, to the one that has the binding
/// @param places from the resource's organization upwards to the one that it was given on
record Reaching(
    String binding,
    List<String> subjects,
    String roleName,
    Contents role,
    List<String> places,
    @Nullable String project,
    @Nullable String resource,
    @Nullable String expiresAt,
    boolean expired,
    @Nullable String condition) {
  private static final String BETWEEN = "\u001f";

  private static final String ALL =
      """
      with recursive principal(id, path) as (
        select cast(:subject as text), array[cast(:subject as text)]
        union all
        select type_id('grp', g.id), p.path || (type_id('grp', g.id) || ' (' || g.name || ')')
        from principal p
        join user_group g on g.members @> jsonb_build_object('all', jsonb_build_array(p.id))
        where cardinality(p.path) < 100),
      above(id, parent_id, path) as (
        select id, parent_id, array[type_id('org', id) || ' (' || name || ')']
        from organization where id = :organization
        union all
        select o.id, o.parent_id, a.path || (type_id('org', o.id) || ' (' || o.name || ')')
        from organization o join above a on o.id = a.parent_id
        where cardinality(a.path) < 100)
      select type_id('bind', b.id), array_to_string(p.path, :between), r.name, r.built_in,
        cast(r.actions as text), array_to_string(a.path, :between),
        case when b.project_id is not null then type_id('proj', b.project_id) end, b.resource,
        to_char(b.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        coalesce(b.expires_at <= now(), false), b.condition
      from role_binding b
      join principal p on p.id = b.subject
      join above a on a.id = b.organization_id
      join role r on r.id = b.role_id
      where (b.project_id is null or b.project_id = cast(:project as uuid))
        and (b.resource is null or b.resource = cast(:resource as text))
      order by cardinality(p.path), cardinality(a.path), b.id
      limit 200
      """;

  /// The nearest first.
  static List<Reaching> all(Transaction transaction, String subject, Question question) {
    return transaction
        .rows(
            Sql.of(ALL)
                .with("subject", subject)
                .with("organization", question.organization())
                .with("project", question.project())
                .with("resource", question.resource())
                .with("between", BETWEEN))
        .stream()
        .map(Reaching::of)
        .toList();
  }

  private static Reaching of(@Nullable Object[] row) {
    return new Reaching(
        text(row[0]),
        List.of(text(row[1]).split(BETWEEN)),
        text(row[2]),
        contents(row[3], row[4]),
        List.of(text(row[5]).split(BETWEEN)),
        orNull(row[6]),
        orNull(row[7]),
        orNull(row[8]),
        Boolean.TRUE.equals(row[9]),
        orNull(row[10]));
  }

  static Contents contents(@Nullable Object builtIn, @Nullable Object actions) {
    JsonArray all = new JsonObject(text(actions)).getJsonArray("all");
    return new Contents(
        builtIn == null ? null : Role.valueOf(builtIn.toString()),
        all.stream().map(String::valueOf).toList());
  }

  private static String text(@Nullable Object value) {
    return Objects.requireNonNull(value).toString();
  }

  private static @Nullable String orNull(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  /// Whether its condition holds for somebody at a moment, whatever the labels of the resource,
  /// which only its service knows.
  boolean countsFor(TypeId subject, Instant now) {
    return condition == null
        || Condition.parse(condition).given(subject.toString(), now).isAlways();
  }

  /// What the binding says, in words.
  String sentence() {
    return "%s gives %s the role %s on %s%s%s"
        .formatted(
            binding,
            subjects.getLast(),
            roleName,
            scope(),
            expiresAt == null ? "" : ", until " + expiresAt,
            condition == null ? "" : ", where " + condition);
  }

  private String scope() {
    if (resource != null) {
      return resource;
    }
    return project != null ? project : places.getLast();
  }
}
