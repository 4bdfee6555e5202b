package dev.orrery.bench.access;

import dev.orrery.kit.access.policy.Asker;
import dev.orrery.kit.access.policy.PolicyIndex;
import dev.orrery.kit.access.policy.Visible;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Questions, each about somebody else and something else than the one before.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CheckBenchmark {
  private static final int QUESTIONS = 1 << 13;

  @Param("1000000")
  public int bindings;

  private PolicyIndex index = PolicyIndex.at(Clock.systemUTC());
  private LargePolicy.Asked[] questions = {};
  private Asker[] askers = {};
  private int next;

  @Setup
  public void set() {
    LargePolicy policy = new LargePolicy(bindings);
    index = policy.index();
    questions = Stream.generate(policy::asked).limit(QUESTIONS).toArray(LargePolicy.Asked[]::new);
    askers = Stream.of(questions).map(each -> index.asker(each.subject())).toArray(Asker[]::new);
  }

  /// By viewers who have asked before, as within a request.
  @Benchmark
  public boolean check() {
    int question = next++ & (QUESTIONS - 1);
    LargePolicy.Asked asked = questions[question];
    return askers[question].check(asked.action(), asked.target(), LargePolicy.NOW);
  }

  /// By viewers of whom only the id is known, as a request's first.
  @Benchmark
  public boolean firstCheck() {
    LargePolicy.Asked asked = questions[next++ & (QUESTIONS - 1)];
    return index.check(asked.subject(), asked.action(), asked.target(), LargePolicy.NOW);
  }

  @Benchmark
  public Visible visible() {
    LargePolicy.Asked asked = questions[next++ & (QUESTIONS - 1)];
    return index.visible(asked.subject(), asked.action(), LargePolicy.NOW);
  }
}
