package dev.orrery.permissions.why;

import dev.orrery.kit.access.policy.Why;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.permissions.policy.RecordedPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Explains why somebody may or may not do something: the answer is the index's, which decides, and
/// the names are the record's.
///
/// Nobody knows here what labels another service's resource has; a condition that depends on them
/// falls short.
@ApplicationScoped
class Explainer {
  private static final String NAMES =
      """
      select id, name from user_group where id = any(:ids)
      union all
      select id, name from organization where id = any(:ids)
      """;

  private final RecordedPolicy policy;
  private final Database database;

  Explainer(RecordedPolicy policy, Database database) {
    this.policy = policy;
    // What is above an organization has a name, too, for those who may ask.
    this.database = database.own();
  }

  /// Whether it is granted, in one sentence, and the steps from them to the resource; or what there
  /// is that falls short.
  Map<String, Object> explain(TypeId subject, Question question) {
    Why why =
        policy
            .now()
            .whyWhateverTheLabels(
                subject.toString(), question.action(), question.where(), Instant.now());
    Function<TypeId, String> named = named(question, ids(why));
    return switch (why) {
      case Why.Granted granted ->
          values(
              true,
              "%s may %s on %s".formatted(subject, question.action(), question.target()),
              granted.steps(named));
      case Why.Denied denied -> {
        @Nullable String obstacle = denied.obstacle();
        yield obstacle != null
            ? values(false, obstacle, List.of())
            : values(
                false,
                "%s may not %s on %s".formatted(subject, question.action(), question.target()),
                denied.steps(named));
      }
    };
  }

  private static Stream<TypeId> ids(Why why) {
    return switch (why) {
      case Why.Granted granted -> Stream.concat(ids(granted.by()), granted.places().stream());
      case Why.Denied denied -> denied.nearest().stream().flatMap(each -> ids(each.binding()));
    };
  }

  private static Stream<TypeId> ids(Why.Reaching binding) {
    return Stream.concat(binding.subjects().stream(), Stream.of(binding.scope()));
  }

  /// Groups and organizations with their names, and the resource as it was asked about.
  private Function<TypeId, String> named(Question question, Stream<TypeId> ids) {
    Map<UUID, String> names = new HashMap<>();
    UUID[] all = ids.map(TypeId::uuid).distinct().toArray(UUID[]::new);
    database
        .read(transaction -> transaction.rows(Sql.of(NAMES).with("ids", all)))
        .forEach(row -> names.put((UUID) Objects.requireNonNull(row[0]), String.valueOf(row[1])));
    return id -> {
      @Nullable String name = names.get(id.uuid());
      if (name != null) {
        return "%s (%s)".formatted(id, name);
      }
      return id.prefix().equals("resource") ? question.target() : id.toString();
    };
  }

  private static Map<String, Object> values(boolean granted, String summary, List<String> steps) {
    return Map.of("granted", granted, "summary", summary, "steps", steps);
  }
}
