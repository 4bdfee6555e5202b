package dev.orrery.kit.access.policy;

import dev.orrery.kit.access.Target;
import dev.orrery.kit.access.policy.condition.LabelCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Which rows somebody may do an action to, as of one moment.
public sealed interface Visible {

  boolean includes(Target target);

  /// A condition in SQL that holds for exactly the rows that [#includes] says.
  ///
  /// @param bind takes a value in and answers its place in the statement
  String sql(Columns columns, Function<Object, String> bind);

  record Nothing() implements Visible {
    @Override
    public boolean includes(Target target) {
      return false;
    }

    @Override
    public String sql(Columns columns, Function<Object, String> bind) {
      return "false";
    }
  }

  /// For operators of the platform.
  record Everything() implements Visible {
    @Override
    public boolean includes(Target target) {
      return true;
    }

    @Override
    public String sql(Columns columns, Function<Object, String> bind) {
      return "true";
    }
  }

  /// @param always what may be seen under no condition
  /// @param sometimes what may be seen besides, as far as its labels are right
  record Some(Reach always, List<Conditional> sometimes) implements Visible {
    public Some {
      sometimes = List.copyOf(sometimes);
    }

    Some(Reach always) {
      this(always, List.of());
    }

    @Override
    public boolean includes(Target target) {
      return always.includes(target)
          || sometimes.stream()
              .anyMatch(
                  each -> each.reach.includes(target) && each.condition.holds(target.labels()));
    }

    @Override
    public String sql(Columns columns, Function<Object, String> bind) {
      if (sometimes.isEmpty()) {
        return always.sql(columns, bind);
      }
      List<String> parts = new ArrayList<>();
      if (!always.isEmpty()) {
        parts.add(always.sql(columns, bind));
      }
      sometimes.forEach(each ->
          parts.add(
              "(%s and %s)"
                  .formatted(
                      each.reach.sql(columns, bind), each.condition.sql(columns.labels(), bind))));
      return "(%s)".formatted(String.join(" or ", parts));
    }
  }

  /// Rows that may be seen where their labels are right.
  record Conditional(Reach reach, LabelCondition condition) {}
}
