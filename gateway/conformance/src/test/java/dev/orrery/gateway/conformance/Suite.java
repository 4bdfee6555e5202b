package dev.orrery.gateway.conformance;

import dev.orrery.gateway.composition.supergraph.Supergraph;
import dev.orrery.gateway.conformance.gateway.GatewayUnderTest;
import dev.orrery.gateway.conformance.world.PlainGraph;
import dev.orrery.gateway.conformance.world.SubgraphServers;
import dev.orrery.gateway.planning.PlanResult;
import dev.orrery.gateway.planning.PlanningOptions;
import dev.orrery.gateway.planning.QueryPlanner;
import dev.orrery.gateway.planning.check.PlanCheck;
import dev.orrery.gateway.planning.plan.QueryPlanPrinter;
import graphql.ExecutionResult;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Asks a gateway one case after the other, and compares. With `-Dorrery.write` it writes what is
/// compared instead: data as the plain schema has it, errors and plans as ours does, to be
/// reviewed.
final class Suite implements AutoCloseable {
  private static final boolean WRITE = System.getProperty("orrery.write") != null;

  private final HttpClient client = HttpClient.newHttpClient();
  private final SubgraphServers subgraphs;
  private final GatewayUnderTest gateway;
  private final boolean ours;
  private final Map<String, Served> served = new LinkedHashMap<>();

  /// @param planner of the same supergraph as the gateway's
  private record Served(
      Supergraph supergraph, QueryPlanner planner, PlanCheck check, PlainGraph plain) {}

  /// @param ours whether plans and codes are compared, too: those of others may differ
  Suite(SubgraphServers subgraphs, GatewayUnderTest gateway, boolean ours) {
    this.subgraphs = subgraphs;
    this.gateway = gateway;
    this.ours = ours;
  }

  /// The features under `cases/`; those with a case that `filter` names, if there is one.
  static List<Feature> features(String filter) {
    Path cases = Path.of(System.getProperty("conformance.cases"));
    return Feature.children(cases).stream()
        .filter(Files::isDirectory)
        .filter(f -> filter.isEmpty() || filter.startsWith(f.getFileName().toString()))
        .map(Feature::read)
        .toList();
  }

  void checkApi(Feature feature) throws IOException {
    String api = serve(feature).supergraph().apiSdl();
    if (WRITE) {
      Files.writeString(feature.apiFile(), api);
    }
    same(feature.apiFile(), Json.text(feature.apiFile()), api);
  }

  private Served serve(Feature feature) {
    return served.computeIfAbsent(
        feature.name(),
        name -> {
          subgraphs.add(name, feature.data(), feature.subgraphs());
          Supergraph supergraph = feature.compose(s -> subgraphs.url(name, s));
          String api =
              Files.exists(feature.apiFile()) && !WRITE
                  ? Json.text(feature.apiFile())
                  : supergraph.apiSdl();
          return new Served(
              supergraph,
              QueryPlanner.forSupergraph(supergraph),
              new PlanCheck(supergraph),
              new PlainGraph(api, feature.data(), feature.subgraphs()));
        });
  }

  void check(Feature feature, Case test) throws Exception {
    Served graph = serve(feature);
    URI url = gateway.serve(feature.name(), graph.supergraph().toSdl(), test.labels());
    subgraphs.begin(feature.name(), test.labels(), test.replies());
    Map<String, @Nullable Object> answer = ask(url, test);
    if (!subgraphs.faults().isEmpty()) {
      throw new AssertionError(
          "Subgraphs were asked what they must not be:\n  %s\nThe plan:\n%s"
              .formatted(String.join("\n  ", subgraphs.faults()), plan(graph, test)));
    }
    ExecutionResult plain =
        test.byHand() == null
            ? graph
                .plain()
                .answer(test.operation(), test.operationName(), test.variables(), test.headers())
            : null;
    if (WRITE) {
      Files.writeString(test.expectedFile(), Json.pretty(Answers.draft(answer, plain)));
    }
    Map<String, @Nullable Object> expected = test.expected();
    if (plain != null) {
      Answers.checkAgainstPlain(expected, plain);
    }
    Answers.check(expected, answer, ours);
    if (ours) {
      checkPlan(graph, test);
    }
  }

  private void checkPlan(Served graph, Case test) throws IOException {
    String plan = plan(graph, test);
    if (plan == null) {
      if (test.plan() != null) {
        throw new AssertionError("There is no plan any more: " + test.planFile());
      }
      return;
    }
    // A subgraph that does not answer may be asked again.
    String text =
        test.replies().isEmpty() ? "%s\nCalls: %s\n".formatted(plan, calls()) : plan + "\n";
    if (WRITE) {
      Files.writeString(test.planFile(), text);
    }
    same(test.planFile(), Objects.requireNonNullElse(test.plan(), ""), text);
  }

  private String calls() {
    String calls =
        subgraphs.calls().entrySet().stream()
            .map(e -> e.getKey() + " " + e.getValue())
            .collect(Collectors.joining(", "));
    return calls.isEmpty() ? "none" : calls;
  }

  private static @Nullable String plan(Served graph, Case test) {
    Set<String> labels = new TreeSet<>(test.labels());
    graph.planner().overrideLabels().stream()
        .filter(l -> l.equals("percent(100)"))
        .forEach(labels::add);
    PlanResult result =
        graph
            .planner()
            .plan(
                test.operation(),
                test.operationName(),
                new PlanningOptions(labels),
                QueryPlanner.Limits.DEFAULT);
    if (!(result instanceof PlanResult.Planned(var plan))) {
      return null;
    }
    List<String> violations = graph.check().violations(plan);
    if (!violations.isEmpty()) {
      throw new AssertionError(
          "The plan breaks invariants: %s\n%s".formatted(violations, QueryPlanPrinter.print(plan)));
    }
    return QueryPlanPrinter.print(plan);
  }

  private Map<String, @Nullable Object> ask(URI url, Case test) throws Exception {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("query", test.operation());
    if (!test.variables().isEmpty()) {
      body.put("variables", test.variables());
    }
    if (test.operationName() != null) {
      body.put("operationName", test.operationName());
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(Duration.ofSeconds(30))
            .header("content-type", "application/json")
            .header("accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(Json.compact(body)));
    test.headers().forEach(request::header);
    HttpResponse<String> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 500 || !(Json.parse(response.body()) instanceof Map<?, ?> map)) {
      throw new AssertionError(response.statusCode() + " " + response.body());
    }
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    map.forEach((key, value) -> answer.put(String.valueOf(key), value));
    return answer;
  }

  private static void same(Path file, String expected, String actual) {
    if (!expected.strip().equals(actual.strip())) {
      throw new AssertionError(
          "%s differs (- expected, + actual):\n%s"
              .formatted(file.getFileName(), Lines.difference(expected, actual)));
    }
  }

  boolean takes(Case test) {
    return test.labels().isEmpty() || gateway.takesLabels();
  }

  /// Names of cases, to tell one that is misspelt.
  static Set<String> names(List<Feature> features) {
    Set<String> names = new HashSet<>();
    features.forEach(f -> f.cases().forEach(c -> names.add(f.name() + "/" + c.name())));
    return names;
  }

  @Override
  public void close() {
    client.close();
    gateway.close();
    subgraphs.close();
  }
}
