package dev.orrery.gateway.execution.program;

import dev.orrery.gateway.planning.plan.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// The distinct conditions of a plan, numbered, so that a request evaluates each one once.
public final class Conditions {
  /// The number of what always applies.
  public static final int ALWAYS = -1;

  private final List<Condition> distinct = new ArrayList<>();

  /// The number of a condition while the program is being made.
  public int number(Condition condition) {
    if (condition.isAlways()) {
      return ALWAYS;
    }
    int known = distinct.indexOf(condition);
    if (known >= 0) {
      return known;
    }
    distinct.add(condition);
    return distinct.size() - 1;
  }

  /// Which of them hold for a request, by number.
  public boolean[] evaluate(Predicate<String> isTrue) {
    boolean[] holds = new boolean[distinct.size()];
    for (int i = 0; i < holds.length; i++) {
      holds[i] = distinct.get(i).holds(isTrue);
    }
    return holds;
  }
}
