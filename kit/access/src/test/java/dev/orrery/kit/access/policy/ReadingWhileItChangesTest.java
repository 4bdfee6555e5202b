package dev.orrery.kit.access.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kit.access.Target;
import dev.orrery.kit.access.policy.fact.FactKind;
import dev.orrery.kit.access.policy.fact.Level;
import dev.orrery.kit.access.policy.fact.PolicyFact;
import dev.orrery.kit.access.policy.fact.Stamp;
import dev.orrery.kit.ids.TypeId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Readers never wait, and still see nothing that was not so at one revision.
///
/// Each revision is told in several facts. At even ones Ann is in the group, at odd ones the group
/// has a role on `mixed`: nobody ever gives Ann anything there. On `steady` she always has a role,
/// by one of two bindings, and on `flipping` at odd revisions.
class ReadingWhileItChangesTest {
  private static final int REVISIONS = Integer.getInteger("revisions", 4_000);
  private static final int LEAST_ANSWERS = 2_000;

  private final Story story = new Story();
  private final TypeId mixed = story.organization(null);
  private final TypeId steady = story.organization(null);
  private final TypeId flipping = story.organization(null);
  private final TypeId ann = story.user();
  private final TypeId viewer = story.role(Level.VIEWER);
  private final TypeId group = TypeId.generate("grp");
  private final TypeId byGroup = TypeId.generate("bind");
  private final TypeId evenly = TypeId.generate("bind");
  private final TypeId oddly = TypeId.generate("bind");
  private final TypeId sometimes = TypeId.generate("bind");
  private final PolicyIndex index = story.index;
  private volatile boolean over;

  @Test
  void everyAnswerIsThatOfOneRevisionNoOlderThanTheOneSeen() throws Exception {
    long first = index.revision() + 1;
    tell(first, new Random(1));
    index.complete();
    try (ExecutorService readers = Executors.newFixedThreadPool(3)) {
      List<Callable<Integer>> work =
          IntStream.range(0, 3).<Callable<Integer>>mapToObj(_ -> this::read).toList();
      List<Future<Integer>> answers = new ArrayList<>();
      work.forEach(each -> answers.add(readers.submit(each)));
      Random random = new Random(2);
      for (long revision = first + 1; revision < first + REVISIONS; revision++) {
        tell(revision, random);
      }
      index.complete();
      over = true;
      for (Future<Integer> each : answers) {
        assertThat(each.get()).isGreaterThanOrEqualTo(LEAST_ANSWERS);
      }
    }
    assertThat(index.revision()).isEqualTo(first + REVISIONS - 1);
  }

  /// In any order, with a look in between.
  private void tell(long revision, Random random) {
    boolean even = revision % 2 == 0;
    Stamp stamp = new Stamp(revision, revision, true);
    List<PolicyFact> facts =
        new ArrayList<>(
            List.of(
                new PolicyFact.Group(stamp, group, mixed, even ? List.of(ann) : List.of()),
                even ? gone(stamp, byGroup) : bound(stamp, byGroup, group, mixed),
                even ? bound(stamp, evenly, ann, steady) : gone(stamp, evenly),
                even ? gone(stamp, oddly) : bound(stamp, oddly, ann, steady),
                even ? gone(stamp, sometimes) : bound(stamp, sometimes, ann, flipping)));
    Collections.shuffle(facts, random);
    for (PolicyFact fact : facts) {
      index.apply(fact);
      if (random.nextInt(3) == 0) {
        index.complete();
      }
    }
    // The end of the revision: a fact without more to follow.
    index.apply(new PolicyFact.Organization(Stamp.of(revision, revision), steady, null));
    if (random.nextInt(3) > 0) {
      index.complete();
    }
  }

  private PolicyFact bound(Stamp stamp, TypeId binding, TypeId who, TypeId where) {
    return new PolicyFact.Binding(stamp, binding, who, viewer, where, null, null, null, null);
  }

  private static PolicyFact gone(Stamp stamp, TypeId binding) {
    return new PolicyFact.Gone(stamp, FactKind.BINDING, binding.toString());
  }

  private int read() {
    int answers = 0;
    long seen = 0;
    while (!over || answers < LEAST_ANSWERS) {
      long before = index.revision();
      boolean flipped = may(flipping);
      long after = index.revision();
      assertThat(before).as("revisions go up").isGreaterThanOrEqualTo(seen);
      assertThat(may(mixed)).as("what no revision granted").isFalse();
      assertThat(may(steady)).as("what every revision granted").isTrue();
      if (before == after) {
        assertThat(flipped).as("at revision %d", before).isEqualTo(before % 2 == 1);
      }
      boolean[] both =
          index.checkAll(
              ann.toString(),
              List.of(question(mixed), question(steady), question(flipping), question(flipping)),
              Story.NOW);
      assertThat(both[0]).isFalse();
      assertThat(both[1]).isTrue();
      assertThat(both[2]).as("all from one policy").isEqualTo(both[3]);
      seen = after;
      answers++;
    }
    return answers;
  }

  private boolean may(TypeId organization) {
    return index.check(ann.toString(), "instance.read", Target.in(organization.uuid()), Story.NOW);
  }

  private static Question question(TypeId organization) {
    return new Question("instance.read", Target.in(organization.uuid()));
  }
}
