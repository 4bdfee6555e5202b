package dev.orrery.bench.access;

import dev.orrery.kit.access.Target;
import dev.orrery.kit.access.policy.Asker;
import dev.orrery.kit.access.policy.PolicyIndex;
import dev.orrery.kit.access.policy.Visible;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Questions, each about somebody else and something else than the one before. What is asked about
/// is named by ids that are at hand, as they are to whoever has just read a request or a row; what
/// the policy knows of them is not.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CheckBenchmark {
  private static final int QUESTIONS = 1 << 13;
  private static final int IDS = 6;
  private static final int MEMORY_BITS = 26;

  /// 2^32 divided by the golden ratio: multiples of it are spread evenly, and no processor foresees
  /// them.
  private static final int GOLDEN = 0x9E3779B1;

  @Param("1000000")
  public int bindings;

  private PolicyIndex index = PolicyIndex.at(Clock.systemUTC());
  private LargePolicy.Asked[] questions = {};

  /// Of each question the ids of organization, project and resource, one after the other.
  private long[] ids = {};

  private String[] actions = {};
  private Asker[] askers = {};
  private final int[] memory = new int[1 << MEMORY_BITS];
  private int next;

  @Setup
  public void set() {
    LargePolicy policy = new LargePolicy(bindings);
    index = policy.index();
    questions = Stream.generate(policy::asked).limit(QUESTIONS).toArray(LargePolicy.Asked[]::new);
    ids = Stream.of(questions).flatMapToLong(CheckBenchmark::ids).toArray();
    actions = Stream.of(questions).map(LargePolicy.Asked::action).toArray(String[]::new);
    askers = Stream.of(questions).map(each -> index.asker(each.subject())).toArray(Asker[]::new);
  }

  /// By viewers who have asked before, as within a request.
  @Benchmark
  public boolean check() {
    int question = next++ & (QUESTIONS - 1);
    return askers[question].check(actions[question], target(question), LargePolicy.NOW);
  }

  /// By viewers of whom only the id is known, as a request's first.
  @Benchmark
  public boolean firstCheck() {
    int question = next++ & (QUESTIONS - 1);
    return index.check(
        questions[question].subject(), actions[question], target(question), LargePolicy.NOW);
  }

  private Target target(int question) {
    int at = IDS * question;
    return new Target(
        new UUID(ids[at], ids[at + 1]),
        new UUID(ids[at + 2], ids[at + 3]),
        new UUID(ids[at + 4], ids[at + 5]),
        LargePolicy.LABELS);
  }

  private static LongStream ids(LargePolicy.Asked asked) {
    Target target = asked.target();
    return Stream.of(target.organization(), target.project(), target.resource())
        .flatMapToLong(
            id -> LongStream.of(id.getMostSignificantBits(), id.getLeastSignificantBits()));
  }

  /// One number from 256 MiB, from where nobody has read lately: what the others should be compared
  /// with, since they do little else.
  @Benchmark
  public int oneReadOfMemory() {
    return memory[next++ * GOLDEN >>> Integer.SIZE - MEMORY_BITS];
  }

  @Benchmark
  public Visible visible() {
    LargePolicy.Asked asked = questions[next++ & (QUESTIONS - 1)];
    return index.visible(asked.subject(), asked.action(), LargePolicy.NOW);
  }
}
