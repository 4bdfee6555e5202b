package dev.orrery.bench.gateway.micro;

import dev.orrery.gateway.execution.operation.DocumentReader;
import dev.orrery.gateway.execution.operation.OperationLimits;
import dev.orrery.gateway.execution.program.Program;
import dev.orrery.gateway.planning.PlanResult;
import dev.orrery.gateway.planning.PlanningOptions;
import dev.orrery.gateway.planning.QueryPlanner;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What an operation costs that nobody has sent before, on a warm JVM. Nothing is cached here.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PlanBenchmark {
  private final QueryPlanner planner = QueryPlanner.forSupergraph(Engine.supergraph());
  private final DocumentReader reader =
      new DocumentReader(planner.api().schema(), OperationLimits.STANDARD);

  /// Parse, bound, validate.
  @Benchmark
  public DocumentReader.Reading read() {
    return reader.read(Engine.QUERY, null);
  }

  /// From the text to the plan: parse, validate, normalise, search, choose, fetches.
  @Benchmark
  public PlanResult plan() {
    return planner.plan(Engine.QUERY, null, PlanningOptions.DEFAULT, QueryPlanner.Limits.DEFAULT);
  }

  /// The same, and made ready to run.
  @Benchmark
  public Program planAndCompile() {
    return Engine.program(planner);
  }
}
