package dev.orrery.kit.access.policy.condition;

import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A text in a condition.
sealed interface Word {
  record Literal(String text) implements Word {}

  /// `subject.id`.
  record SubjectId() implements Word {}

  /// `resource.labels[key]`.
  record Label(Word key) implements Word {}

  /// Null when there is no such label, which fails the clause.
  default @Nullable String in(String subject, Map<String, String> labels) {
    return switch (this) {
      case Literal(var text) -> text;
      case SubjectId _ -> subject;
      case Label(var key) -> {
        @Nullable String name = key.in(subject, labels);
        yield name == null ? null : labels.get(name);
      }
    };
  }

  default Word of(String subject) {
    return switch (this) {
      case Literal literal -> literal;
      case SubjectId _ -> new Literal(subject);
      case Label(var key) -> new Label(key.of(subject));
    };
  }

  default boolean hasLabels() {
    return this instanceof Label;
  }

  /// @param labels a column of type jsonb, null for what has no labels
  default String sql(@Nullable String labels, Function<Object, String> bind) {
    return switch (this) {
      case Literal(var text) -> "cast(%s as text)".formatted(bind.apply(text));
      case SubjectId _ -> throw new IllegalStateException("a condition of nobody in particular");
      case Label(var key) ->
          labels == null
              ? "cast(null as text)"
              : "(%s ->> %s)".formatted(labels, key.sql(labels, bind));
    };
  }
}
