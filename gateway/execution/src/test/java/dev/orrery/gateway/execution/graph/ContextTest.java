package dev.orrery.gateway.execution.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.composition.Composer;
import dev.orrery.gateway.composition.CompositionResult;
import dev.orrery.gateway.composition.SubgraphSource;
import dev.orrery.gateway.execution.http.ForwardedHeaders;
import dev.orrery.gateway.execution.http.SubgraphReply;
import dev.orrery.gateway.execution.json.JsonLimits;
import dev.orrery.gateway.execution.json.JsonOutput;
import dev.orrery.gateway.execution.program.Program;
import dev.orrery.gateway.execution.run.FetchLog;
import dev.orrery.gateway.execution.run.PlanRun;
import dev.orrery.gateway.execution.run.RunInput;
import dev.orrery.gateway.execution.run.Subgraphs;
import dev.orrery.gateway.planning.PlanResult;
import dev.orrery.gateway.planning.PlanningOptions;
import dev.orrery.gateway.planning.QueryPlanner;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContextTest {
  private static final String SDL =
      """
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.8", import: ["@key", "@context", "@fromContext"])
      type Query { users: [User] }
      type User @key(fields: "id") @context(name: "user") { id: ID! locale: String! orders: [Order] }
      type Order @key(fields: "id") { id: ID! title(lang: String @fromContext(field: "$user { locale }")): String }
      """;

  private final List<String> requests = new ArrayList<>();

  @Test
  void asksOnceForEachValueOfTheEnclosingObjects() {
    var composed =
        (CompositionResult.Composed)
            Composer.compose(List.of(new SubgraphSource("a", "http://localhost", SDL)));
    var planned =
        (PlanResult.Planned)
            QueryPlanner.forSupergraph(composed.supergraph())
                .plan(
                    "{ users { orders { title } } }",
                    null,
                    PlanningOptions.DEFAULT,
                    QueryPlanner.Limits.DEFAULT);
    var subgraphs =
        new Subgraphs(
            Map.of("a", request -> Future.succeededFuture(answer(request.body()))),
            (_, _, _) -> new byte[0],
            JsonLimits.STANDARD,
            false,
            FetchLog.SILENT);
    var input = new RunInput(Map.of(), Set.of(), ForwardedHeaders.NONE, "t");
    String response =
        PlanRun.run(new Program(planned.plan()), input, subgraphs).result().toString();
    assertThat(response)
        .isEqualTo(
            "{\"data\":{\"users\":[{\"orders\":[{\"title\":\"de 1\"},{\"title\":\"de 2\"}]},"
                + "{\"orders\":[{\"title\":\"fr 1\"}]},{\"orders\":[{\"title\":\"de 2\"}]}]}}");
    assertThat(requests).hasSize(3);
  }

  private SubgraphReply answer(JsonOutput body) {
    String request = body.toString();
    requests.add(request);
    String answer;
    if (request.contains("\"r0\":[")) {
      String language = request.contains("\"c0\":\"de\"") ? "de" : "fr";
      List<String> entities = new ArrayList<>();
      for (String id : List.of("1", "2")) {
        if (request.contains("\"id\":\"%s\"".formatted(id))) {
          entities.add("{\"title\":\"%s %s\"}".formatted(language, id));
        }
      }
      answer = "{\"data\":{\"_entities\":[%s]}}".formatted(String.join(",", entities));
    } else {
      answer =
          "{\"data\":{\"users\":[{\"locale\":\"de\",\"orders\":[{\"id\":\"1\"},{\"id\":\"2\"}]},"
              + "{\"locale\":\"fr\",\"orders\":[{\"id\":\"1\"}]},{\"locale\":\"de\",\"orders\":[{\"id\":\"2\"}]}]}}";
    }
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    return new SubgraphReply.Answered(bytes, bytes.length);
  }
}
