package dev.orrery.kit.access.policy.condition;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Clauses in PostgreSQL's language. What fails in a clause is null there.
///
/// @param labels a column of type jsonb, null for what has no labels
/// @param bind takes a value in and answers its place in the statement
record ClauseSql(@Nullable String labels, Function<Object, String> bind) {

  /// True where the clause holds; elsewhere false or null, which need not be what it is there in a
  /// larger clause. So it may ask for containment, which an index on the labels answers.
  ///
  /// @param clause of somebody at a moment, see [Clause#given]
  String where(Clause clause) {
    return switch (clause) {
      case Clause.And(var one, var other) -> "(%s and %s)".formatted(where(one), where(other));
      case Clause.Or(var one, var other) -> "(%s or %s)".formatted(where(one), where(other));
      case Clause.Matches(var how, Word.Label(Word.Literal(var key)), Word.Literal(var value))
          when how == Match.EQUAL && labels != null ->
          contains(labels, key, value);
      case Clause.Matches(var how, Word.Literal(var value), Word.Label(Word.Literal(var key)))
          when how == Match.EQUAL && labels != null ->
          contains(labels, key, value);
      case Clause.OneOf(Word.Label(Word.Literal(var key)), var these)
          when labels != null && these.stream().allMatch(Word.Literal.class::isInstance) ->
          these.stream()
              .map(each -> contains(labels, key, ((Word.Literal) each).text()))
              .collect(Collectors.joining(" or ", "(", ")"));
      case Clause other -> of(other);
    };
  }

  private String contains(String column, String key, String value) {
    return "(%s @> cast(cast(%s as text) as jsonb))"
        .formatted(
            column, bind.apply(JsonNodeFactory.instance.objectNode().put(key, value).toString()));
  }

  /// @param clause of somebody at a moment, see [Clause#given]
  private String of(Clause clause) {
    return switch (clause) {
      case Clause.Known(var value) ->
          switch (value) {
            case TRUE -> "true";
            case FALSE -> "false";
            case FAILED -> "cast(null as boolean)";
          };
      case Clause.Not(var inner) -> "(not %s)".formatted(of(inner));
      case Clause.And(var one, var other) -> "(%s and %s)".formatted(of(one), of(other));
      case Clause.Or(var one, var other) -> "(%s or %s)".formatted(of(one), of(other));
      case Clause.HasLabel(var name) -> hasLabel(name);
      case Clause.Matches(var how, var one, var other) ->
          how.sql(one.sql(labels, bind), other.sql(labels, bind));
      case Clause.OneOf(var word, var these) ->
          "(%s in (%s))"
              .formatted(
                  word.sql(labels, bind),
                  these.stream()
                      .map(each -> each.sql(labels, bind))
                      .collect(Collectors.joining(", ")));
      case Clause.Now _, Clause.PartOfNow _, Clause.PartOfNowIn _ ->
          throw new IllegalStateException("a condition of no moment in particular");
    };
  }

  private String hasLabel(Word name) {
    if (labels == null) {
      return name.hasLabels() ? "cast(null as boolean)" : "false";
    }
    return "jsonb_exists(%s, %s)".formatted(labels, name.sql(labels, bind));
  }
}
