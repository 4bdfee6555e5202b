package dev.orrery.kit.access.policy.condition;

import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What is left of a condition once it is known who asks and when. Equal ones mean the same.
public final class LabelCondition {
  private final Clause clause;

  LabelCondition(Clause clause) {
    this.clause = clause;
  }

  /// Whether it holds whatever the labels.
  public boolean isAlways() {
    return clause instanceof Clause.Known(var value) && value == Truth.TRUE;
  }

  /// Whether it holds for no labels at all.
  public boolean isNever() {
    return clause instanceof Clause.Known(var value) && value != Truth.TRUE;
  }

  public boolean holds(Map<String, String> labels) {
    return clause.in("", labels, Instant.EPOCH) == Truth.TRUE;
  }

  /// A condition in SQL that is true where it holds, and otherwise false or null.
  ///
  /// @param labels a column of type jsonb, null for what has no labels
  /// @param bind takes a value in and answers its place in the statement
  public String sql(@Nullable String labels, Function<Object, String> bind) {
    return new ClauseSql(labels, bind).where(clause);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LabelCondition that && clause.equals(that.clause);
  }

  @Override
  public int hashCode() {
    return clause.hashCode();
  }

  @Override
  public String toString() {
    return clause.toString();
  }
}
