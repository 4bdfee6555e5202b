package dev.orrery.kit.access.policy.condition;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A condition, or a part of one that holds or does not. It has no loops, and is as small as the
/// text that it was read from, so an answer takes no time to speak of.
sealed interface Clause {
  /// @param value also [Truth#FAILED]: what is known to fail
  record Known(Truth value) implements Clause {}

  record Not(Clause clause) implements Clause {}

  record And(Clause one, Clause other) implements Clause {}

  record Or(Clause one, Clause other) implements Clause {}

  /// There is a label of that name.
  record HasLabel(Word name) implements Clause {}

  record Matches(Match how, Word one, Word other) implements Clause {}

  /// @param these no labels among them
  record OneOf(Word word, List<Word> these) implements Clause {
    public OneOf {
      these = List.copyOf(these);
    }
  }

  /// `now`, compared with a moment.
  record Now(Order order, Instant moment) implements Clause {}

  /// A part of `now`, compared with a number.
  record PartOfNow(TimePart part, ZoneId zone, Order order, long number) implements Clause {}

  record PartOfNowIn(TimePart part, ZoneId zone, Set<Long> numbers) implements Clause {
    public PartOfNowIn {
      numbers = Set.copyOf(numbers);
    }
  }

  default Truth in(String subject, Map<String, String> labels, Instant now) {
    return switch (this) {
      case Known(var value) -> value;
      case Not(var clause) -> clause.in(subject, labels, now).not();
      case And(var one, var other) -> {
        Truth left = one.in(subject, labels, now);
        yield left == Truth.FALSE ? left : left.and(other.in(subject, labels, now));
      }
      case Or(var one, var other) -> {
        Truth left = one.in(subject, labels, now);
        yield left == Truth.TRUE
            ? left
            : left.not().and(other.in(subject, labels, now).not()).not();
      }
      case HasLabel(var name) -> {
        @Nullable String key = name.in(subject, labels);
        yield key == null ? Truth.FAILED : Truth.of(labels.containsKey(key));
      }
      case Matches(var how, var one, var other) -> {
        @Nullable String left = one.in(subject, labels);
        @Nullable String right = other.in(subject, labels);
        yield left == null || right == null ? Truth.FAILED : Truth.of(how.holds(left, right));
      }
      case OneOf(var word, var these) -> {
        @Nullable String text = word.in(subject, labels);
        yield text == null ? Truth.FAILED : Truth.of(isOneOf(text, these, subject, labels));
      }
      case Now(var order, var moment) -> Truth.of(order.holds(now.compareTo(moment)));
      case PartOfNow(var part, var zone, var order, var number) ->
          Truth.of(order.holds(Long.compare(part.of(now, zone), number)));
      case PartOfNowIn(var part, var zone, var numbers) ->
          Truth.of(numbers.contains(part.of(now, zone)));
    };
  }

  private static boolean isOneOf(
      String text, List<Word> these, String subject, Map<String, String> labels) {
    for (int i = 0; i < these.size(); i++) {
      if (text.equals(these.get(i).in(subject, labels))) {
        return true;
      }
    }
    return false;
  }

  /// What is left of it for somebody at a moment: nothing but labels.
  default Clause given(String subject, Instant now) {
    return switch (this) {
      case Known known -> known;
      case Not(var clause) ->
          clause.given(subject, now) instanceof Known(var value)
              ? new Known(value.not())
              : new Not(clause.given(subject, now));
      case And(var one, var other) -> and(one.given(subject, now), other.given(subject, now));
      case Or(var one, var other) -> or(one.given(subject, now), other.given(subject, now));
      case HasLabel(var name) -> new HasLabel(name.of(subject));
      case Matches(var how, var one, var other) ->
          one.hasLabels() || other.hasLabels()
              ? new Matches(how, one.of(subject), other.of(subject))
              : new Known(in(subject, Map.of(), now));
      case OneOf(var word, var these) ->
          word.hasLabels()
              ? new OneOf(word.of(subject), these.stream().map(each -> each.of(subject)).toList())
              : new Known(in(subject, Map.of(), now));
      case Now _, PartOfNow _, PartOfNowIn _ -> new Known(in(subject, Map.of(), now));
    };
  }

  private static Clause and(Clause one, Clause other) {
    if (one instanceof Known(var left) && other instanceof Known(var right)) {
      return new Known(left.and(right));
    }
    if (isKnown(one, Truth.FALSE) || isKnown(other, Truth.TRUE)) {
      return one;
    }
    return isKnown(other, Truth.FALSE) || isKnown(one, Truth.TRUE) ? other : new And(one, other);
  }

  private static Clause or(Clause one, Clause other) {
    if (one instanceof Known(var left) && other instanceof Known(var right)) {
      return new Known(left.not().and(right.not()).not());
    }
    if (isKnown(one, Truth.TRUE) || isKnown(other, Truth.FALSE)) {
      return one;
    }
    return isKnown(other, Truth.TRUE) || isKnown(one, Truth.FALSE) ? other : new Or(one, other);
  }

  private static boolean isKnown(Clause clause, Truth value) {
    return clause instanceof Known(var known) && known == value;
  }
}
