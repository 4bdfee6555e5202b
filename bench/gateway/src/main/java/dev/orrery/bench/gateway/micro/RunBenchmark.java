package dev.orrery.bench.gateway.micro;

import dev.orrery.gateway.execution.error.GraphQlError;
import dev.orrery.gateway.execution.http.ForwardedHeaders;
import dev.orrery.gateway.execution.json.JsonIndex;
import dev.orrery.gateway.execution.json.JsonLimits;
import dev.orrery.gateway.execution.json.JsonOutput;
import dev.orrery.gateway.execution.program.Program;
import dev.orrery.gateway.execution.projection.Projection;
import dev.orrery.gateway.execution.run.FetchLog;
import dev.orrery.gateway.execution.run.PlanRun;
import dev.orrery.gateway.execution.run.RunInput;
import dev.orrery.gateway.execution.run.Subgraphs;
import dev.orrery.gateway.planning.QueryPlanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

/// What the engine does for each request, without HTTP.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RunBenchmark {
  private static final int ENTITIES = 1_000;

  private final Program program = Engine.program(QueryPlanner.forSupergraph(Engine.supergraph()));
  private final RunInput input =
      new RunInput(Map.of(), Set.of(), ForwardedHeaders.NONE, "00000000000000000000000000000000");
  private final Subgraphs subgraphs =
      new Subgraphs(
          Engine.transports(),
          (_, _, _) -> new byte[0],
          JsonLimits.STANDARD,
          false,
          FetchLog.SILENT);
  private final boolean[] conditions = program.conditions().evaluate(_ -> false);
  private final byte[] answer = PlanRun.run(program, input, subgraphs).result().toByteArray();
  private final JsonIndex whole = new JsonIndex(program.keys());
  private final int data =
      whole.field(whole.read(answer, answer.length, JsonLimits.STANDARD), program.dataKey());
  private final byte[] products = list("{\"upc\":\"%d\"}");
  private final byte[] entities = list("{\"name\":\"Table\",\"price\":%d,\"weight\":100}");

  private static byte[] list(String item) {
    StringBuilder list = new StringBuilder("[");
    for (int i = 0; i < ENTITIES; i++) {
      list.append(i == 0 ? "" : ",").append(item.formatted(i));
    }
    return list.append(']').toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  /// The whole request: bodies written, seven answers read, merged and projected.
  @Benchmark
  public JsonOutput run() {
    return PlanRun.run(program, input, subgraphs).result();
  }

  /// Indexes a document as long as the answer.
  @Benchmark
  public int index() {
    return new JsonIndex(program.keys()).read(answer, answer.length, JsonLimits.STANDARD);
  }

  /// Writes the answer from an indexed document.
  @Benchmark
  public JsonOutput project() {
    List<GraphQlError> errors = new ArrayList<>();
    JsonOutput out = new JsonOutput(answer.length);
    new Projection(whole, conditions, errors, java.util.List.of(), out)
        .write(program.writer(), data);
    return out;
  }

  /// Indexes a list of 1,000 objects and one of 1,000 entities. What [#merge] adds is the merging.
  @Benchmark
  public int indexEntities() {
    JsonIndex index = new JsonIndex(program.keys());
    return index.read(products, products.length, JsonLimits.STANDARD)
        + index.read(entities, entities.length, JsonLimits.STANDARD);
  }

  /// The same, each entity then attached to its object.
  @Benchmark
  public JsonIndex merge() {
    JsonIndex index = new JsonIndex(program.keys());
    int objects = index.read(products, products.length, JsonLimits.STANDARD);
    int found = index.read(entities, entities.length, JsonLimits.STANDARD);
    for (int i = 0; i < ENTITIES; i++) {
      index.attach(index.element(objects, i), index.element(found, i));
    }
    return index;
  }
}
