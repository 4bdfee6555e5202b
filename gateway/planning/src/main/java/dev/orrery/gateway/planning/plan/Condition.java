package dev.orrery.gateway.planning.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// When something applies, over the client's Boolean variables: any clause holds. Built from
/// `@skip` and `@include`, whose values stay open until the request.
///
/// @param anyOf no clause means never; a clause without variables means always
public record Condition(List<Clause> anyOf) {
  /// Applies to every request.
  public static final Condition ALWAYS =
      new Condition(List.of(new Clause(new TreeSet<>(), new TreeSet<>())));

  /// Applies to no request.
  public static final Condition NEVER = new Condition(List.of());

  // Beyond this many clauses the exact condition costs more than the data it saves.
  private static final int MOST_CLAUSES = 8;

  public Condition {
    anyOf = List.copyOf(anyOf);
  }

  /// All of these variables are true and all of those are false.
  public record Clause(SortedSet<String> included, SortedSet<String> skipped) {
    boolean holds(Predicate<String> isTrue) {
      return included.stream().allMatch(isTrue) && skipped.stream().noneMatch(isTrue);
    }

    boolean implies(Clause other) {
      return included.containsAll(other.included) && skipped.containsAll(other.skipped);
    }

    @Override
    public String toString() {
      var all = new ArrayList<String>();
      included.forEach(variable -> all.add("$" + variable));
      skipped.forEach(variable -> all.add("!$" + variable));
      return String.join(" && ", all);
    }
  }

  /// `@include(if: $variable)`.
  public static Condition includedBy(String variable) {
    return new Condition(List.of(new Clause(new TreeSet<>(List.of(variable)), new TreeSet<>())));
  }

  /// `@skip(if: $variable)`.
  public static Condition skippedBy(String variable) {
    return new Condition(List.of(new Clause(new TreeSet<>(), new TreeSet<>(List.of(variable)))));
  }

  public boolean isAlways() {
    return anyOf.stream().anyMatch(clause -> clause.included.isEmpty() && clause.skipped.isEmpty());
  }

  public boolean isNever() {
    return anyOf.isEmpty();
  }

  public boolean holds(Predicate<String> isTrue) {
    for (var clause : anyOf) {
      if (clause.holds(isTrue)) {
        return true;
      }
    }
    return false;
  }

  /// Both apply.
  public Condition and(Condition other) {
    return and(other, MOST_CLAUSES);
  }

  private Condition and(Condition other, int mostClauses) {
    if (isAlways() || equals(other)) {
      return other;
    }
    if (other.isAlways()) {
      return this;
    }
    var clauses = new ArrayList<Clause>();
    for (var mine : anyOf) {
      for (var theirs : other.anyOf) {
        var included = new TreeSet<>(mine.included);
        included.addAll(theirs.included);
        var skipped = new TreeSet<>(mine.skipped);
        skipped.addAll(theirs.skipped);
        if (included.stream().noneMatch(skipped::contains)) {
          clauses.add(new Clause(included, skipped));
        }
      }
    }
    return simplified(clauses, mostClauses);
  }

  /// One of them applies. Gives up exactness for `ALWAYS` when the clauses grow many: a fetch may
  /// then bring more than is asked, never less.
  public Condition or(Condition other) {
    if (isAlways() || other.isNever() || equals(other)) {
      return this;
    }
    if (other.isAlways() || isNever()) {
      return other;
    }
    var clauses = new ArrayList<>(anyOf);
    clauses.addAll(other.anyOf);
    return simplified(clauses, MOST_CLAUSES);
  }

  /// One of these applies, exactly, however many clauses that takes.
  public static Condition exactly(List<Condition> all) {
    var clauses = new ArrayList<Clause>();
    all.forEach(one -> clauses.addAll(one.anyOf));
    return simplified(clauses, Integer.MAX_VALUE);
  }

  /// This one applies and none of those does. Exact; the number of clauses multiplies with each of
  /// those.
  public Condition butNot(List<Condition> others) {
    var result = this;
    for (var other : others) {
      for (var clause : other.anyOf) {
        var opposite = new ArrayList<Condition>();
        clause.included.forEach(variable -> opposite.add(skippedBy(variable)));
        clause.skipped.forEach(variable -> opposite.add(includedBy(variable)));
        result = result.and(exactly(opposite), Integer.MAX_VALUE);
      }
    }
    return result;
  }

  /// Whether this one holds only when `other` does. May say no where the answer is yes.
  public boolean implies(Condition other) {
    return anyOf.stream().allMatch(mine -> other.anyOf.stream().anyMatch(mine::implies));
  }

  private static Condition simplified(List<Clause> clauses, int most) {
    var kept = new ArrayList<Clause>();
    for (var clause : clauses) {
      if (kept.stream().noneMatch(clause::implies)) {
        kept.removeIf(other -> other.implies(clause));
        kept.add(clause);
      }
    }
    for (var one : kept) {
      for (var other : kept) {
        if (isTheOpposite(one, other)) {
          return ALWAYS;
        }
      }
    }
    return kept.size() > most ? ALWAYS : new Condition(kept);
  }

  private static boolean isTheOpposite(Clause one, Clause other) {
    return one.included.size() + one.skipped.size() == 1
        && one.included.equals(other.skipped)
        && one.skipped.equals(other.included);
  }

  @Override
  public String toString() {
    return isAlways()
        ? "always"
        : isNever()
            ? "never"
            : anyOf.stream().map(Clause::toString).collect(Collectors.joining(" || "));
  }
}
