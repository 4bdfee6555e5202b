package dev.orrery.kit.access.policy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.orrery.kit.access.Target;
import dev.orrery.kit.access.policy.PolicyIndex;
import dev.orrery.kit.access.policy.Question;
import dev.orrery.kit.access.policy.Visible;
import dev.orrery.kit.access.policy.Why;
import dev.orrery.kit.access.policy.fact.PolicyFact;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The index answers as the model and as the interpreter of relation tuples do, whatever the policy
/// is. A few hundred policies; `-Dpolicies=100000` for more. A failure names its seed:
/// `-Dpolicies.from=SEED -Dpolicies=1` runs that policy alone.
class DifferentialTest {
  private static final int QUESTIONS = 24;

  private final int policies = Integer.getInteger("policies", 300);
  private final int from = Integer.getInteger("policies.from", 0);

  @Test
  void answersAsTheModelWhateverTheOrderOfFacts() {
    int[] granted =
        IntStream.range(from, from + policies)
            .parallel()
            .map(seed -> {
              Chance chance = new Chance(seed);
              Model model = new Model();
              chance.history().forEach(model::tell);
              PolicyIndex index = index();
              for (PolicyFact fact : shuffled(chance.history(), seed)) {
                index.apply(fact);
                if (chance.below(4) == 0) {
                  index.complete();
                  index.check(chance.someone(), chance.action(), chance.target(), Chance.NOW);
                }
              }
              index.complete();
              assertThat(index.revision())
                  .isEqualTo(
                      chance.history().stream()
                          .mapToLong(fact -> fact.stamp().revision())
                          .max()
                          .orElse(0));
              return compare(chance, model, index, "facts out of order, seed " + seed);
            })
            .toArray();
    requireBothAnswers(granted, 3);
  }

  @Test
  void answersAsTheModelAfterEachChange() {
    int[] granted =
        IntStream.range(from, from + Math.max(1, policies / 20))
            .parallel()
            .map(seed -> {
              Chance chance = new Chance(seed);
              Model model = new Model();
              PolicyIndex index = index();
              int sum = 0;
              int told = 0;
              for (PolicyFact fact : chance.history()) {
                model.tell(fact);
                index.apply(fact);
                index.complete();
                told++;
                if (chance.below(4) == 0 && 2 * told > chance.history().size()) {
                  sum +=
                      compare(
                          chance, model, index, "after %d facts, seed %d".formatted(told, seed));
                }
              }
              return sum;
            })
            .toArray();
    requireBothAnswers(granted, 3);
  }

  /// @return how many answers were yes
  private static int compare(Chance chance, Model model, PolicyIndex index, String when) {
    int granted = 0;
    for (int i = 0; i < QUESTIONS; i++) {
      String subject = chance.someone();
      String action = chance.action();
      Target target = chance.target();
      Instant now = chance.moment();
      boolean expected = model.check(subject, action, target, now);
      require(
          index.check(subject, action, target, now) == expected,
          "%s: may %s %s %s at %s: %s",
          when,
          subject,
          action,
          target,
          now,
          expected);
      require(
          Translation.check(model, subject, action, target, now) == expected,
          "%s, by relation tuples: may %s %s %s at %s: %s",
          when,
          subject,
          action,
          target,
          now,
          expected);
      require(
          index.why(subject, action, target, now) instanceof Why.Granted == expected,
          "%s, explained: may %s %s %s at %s: %s",
          when,
          subject,
          action,
          target,
          now,
          expected);
      granted += expected ? 1 : 0;
    }
    compareAll(chance, model, index, when);
    return granted;
  }

  /// What is visible is what may be seen one by one, of everything that there is.
  private static void compareAll(Chance chance, Model model, PolicyIndex index, String when) {
    String subject = chance.someone();
    String action = chance.action();
    Instant now = chance.moment();
    List<Target> targets = chance.targets();
    boolean[] answers =
        index.checkAll(
            subject, targets.stream().map(target -> new Question(action, target)).toList(), now);
    Visible visible = index.visible(subject, action, now);
    for (int i = 0; i < answers.length; i++) {
      Target target = targets.get(i);
      require(
          visible.includes(target) == answers[i],
          "%s: %s sees %s for %s at %s: %s",
          when,
          subject,
          target,
          action,
          now,
          answers[i]);
      require(
          chance.below(targets.size()) > 8
              || answers[i] == model.check(subject, action, target, now),
          "%s, all at once: not so that %s may %s %s at %s: %s",
          when,
          subject,
          action,
          target,
          now,
          answers[i]);
    }
  }

  /// Millions of comparisons: too many to make an assertion of each.
  private static void require(boolean equal, String otherwise, Object... details) {
    if (!equal) {
      fail(otherwise.formatted(details));
    }
  }

  /// Some facts come twice.
  private static List<PolicyFact> shuffled(List<PolicyFact> history, int seed) {
    Random random = new Random(seed);
    List<PolicyFact> facts = new ArrayList<>(history);
    history.stream().filter(_ -> random.nextInt(3) == 0).forEach(facts::add);
    Collections.shuffle(facts, random);
    return facts;
  }

  private static PolicyIndex index() {
    PolicyIndex index = PolicyIndex.at(Clock.fixed(Chance.NOW, ZoneOffset.UTC));
    index.complete();
    return index;
  }

  /// Answers that are always the same would agree with anything.
  private void requireBothAnswers(int[] granted, int percent) {
    if (granted.length >= 40) {
      long yes = Arrays.stream(granted).asLongStream().sum();
      long least = (long) granted.length * QUESTIONS * percent / 100;
      assertThat(yes).isGreaterThan(least);
    }
  }
}
