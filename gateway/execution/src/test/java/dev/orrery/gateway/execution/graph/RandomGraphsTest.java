package dev.orrery.gateway.execution.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.execution.json.JsonLimits;
import dev.orrery.gateway.execution.json.JsonOutput;
import dev.orrery.gateway.execution.json.JsonValues;
import dev.orrery.gateway.planning.random.RandomOperation;
import dev.orrery.gateway.planning.random.Seeds;
import dev.orrery.gateway.planning.world.Federation;
import dev.orrery.gateway.planning.world.Problem;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Graphs, data and operations made by chance: the gateway's bytes are those of one plain schema
/// over the same data, and where fields fail it loses the same and says so at the same places.
class RandomGraphsTest {
  private static Vertx vertx;

  private Federation known;
  private WorldGateway gateway;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void theGatewayAnswersAsOnePlainSchemaDoes() {
    var outcome = Seeds.run(true, this::problem);
    assertThat(outcome.failures()).as(String.join("\n", outcome.failures())).isEmpty();
    assertThat(outcome.isThorough()).as(outcome.toString()).isTrue();
  }

  private Optional<Problem> problem(Federation federation, RandomOperation operation) {
    if (federation != known) {
      known = federation;
      gateway = new WorldGateway(vertx, federation);
    }
    Optional<Problem> planned = federation.broken(operation.text());
    if (planned.isPresent()) {
      return planned;
    }
    Optional<Problem> plain = sameBytes(federation.plantErrors(false), operation);
    return plain.isPresent() ? plain : sameLoss(federation.plantErrors(true), operation);
  }

  private Optional<Problem> sameBytes(Federation federation, RandomOperation operation) {
    String actual = gateway.ask(operation.text(), operation.variables());
    var result = federation.api().answer(operation.text(), operation.variables());
    Object data = result.getData();
    Map<String, Object> response = new LinkedHashMap<>();
    response.put("data", data);
    String expected = new JsonOutput(100).value(response).toString();
    // Where places of one response key have conditions of their own, the order follows the first of
    // all.
    boolean same =
        operation.text().contains("@")
            ? Objects.equals(read(actual), read(expected))
            : actual.equals(expected);
    return same
        ? federation.mutationsDiffer()
        : differ("data", federation, operation, actual, expected);
  }

  private Optional<Problem> sameLoss(Federation federation, RandomOperation operation) {
    String actual = gateway.ask(operation.text(), operation.variables());
    var result = federation.api().answer(operation.text(), operation.variables());
    federation.mutationsDiffer();
    String expected = new JsonOutput(100).value(result.toSpecification()).toString();
    Map<?, ?> mine = (Map<?, ?>) read(actual);
    Map<?, ?> wanted = (Map<?, ?>) read(expected);
    if (!Objects.equals(mine.get("data"), wanted.get("data"))) {
      return differ("data with errors", federation, operation, actual, expected);
    }
    return ErrorPaths.difference(mine, wanted)
        .flatMap(what -> differ("errors, " + what, federation, operation, actual, expected))
        .map(problem -> new Problem("errors", problem.toString()));
  }

  private static Optional<Problem> differ(
      String kind,
      Federation federation,
      RandomOperation operation,
      String actual,
      String expected) {
    return Problem.of(
        kind,
        "federated: %s%nplain:     %s%n%s",
        actual,
        expected,
        federation.plan(operation.text()));
  }

  private static Object read(String json) {
    return JsonValues.read(json.getBytes(StandardCharsets.UTF_8), JsonLimits.STANDARD);
  }
}
