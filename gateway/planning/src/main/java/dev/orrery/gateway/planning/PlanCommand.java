package dev.orrery.gateway.planning;

import dev.orrery.gateway.composition.supergraph.InvalidSupergraph;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import dev.orrery.gateway.planning.fetch.FetchStage;
import dev.orrery.gateway.planning.operation.NormalOperation;
import dev.orrery.gateway.planning.path.OperationWalk;
import dev.orrery.gateway.planning.plan.QueryPlanJson;
import dev.orrery.gateway.planning.plan.QueryPlanPrinter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Shows how an operation is planned, stage by stage: `--supergraph FILE --query TEXT|@FILE
/// [--operation NAME] [--labels a,b] [--stage operation|graph|paths|fetches|plan|json]`.
public final class PlanCommand {
  private static final String USAGE =
      """
      usage: --supergraph FILE --query TEXT|@FILE [--operation NAME] [--labels A,B]
             [--stage operation|graph|paths|fetches|plan|json]
      """;

  private final PrintStream out;
  private final PrintStream err;

  PlanCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  public static void main(String[] arguments) {
    System.exit(new PlanCommand(System.out, System.err).run(arguments));
  }

  /// Answers the exit code: 0, 1 when there is no plan, 2 for wrong usage.
  int run(String... arguments) {
    var options = new HashMap<String, String>();
    for (var i = 0; i + 1 < arguments.length; i += 2) {
      options.put(arguments[i], arguments[i + 1]);
    }
    var supergraph = options.get("--supergraph");
    var stage = options.getOrDefault("--stage", "plan");
    var query = options.get("--query");
    if (arguments.length % 2 != 0
        || supergraph == null
        || (query == null && !stage.equals("graph"))) {
      err.print(USAGE);
      return 2;
    }
    try {
      var planner =
          QueryPlanner.forSupergraph(Supergraph.read(Files.readString(Path.of(supergraph))));
      if (query == null || stage.equals("graph")) {
        out.print(planner.graph().print());
        return 0;
      }
      return show(planner, textOf(query), stage, options);
    } catch (IOException e) {
      err.println("cannot read " + e.getMessage());
      return 2;
    } catch (InvalidSupergraph e) {
      err.println("not a supergraph: " + e.getMessage());
      return 2;
    }
  }

  private static String textOf(String query) throws IOException {
    return query.startsWith("@")
        ? Files.readString(Path.of(query.substring(1)), StandardCharsets.UTF_8)
        : query;
  }

  private int show(
      QueryPlanner planner, String query, String stage, Map<String, String> arguments) {
    var labels = arguments.getOrDefault("--labels", "");
    var options = new PlanningOptions(labels.isEmpty() ? Set.of() : Set.of(labels.split(",")));
    return switch (planner.normalize(
        query, arguments.get("--operation"), QueryPlanner.Limits.DEFAULT)) {
      case QueryPlanner.Normalized.Failed(var refused) -> refuse(refused);
      case QueryPlanner.Normalized.Ok(var operation) ->
          switch (planner.plan(operation, options, QueryPlanner.Limits.DEFAULT)) {
            case PlanResult.Refused refused -> refuse(refused);
            case PlanResult.Planned(var plan) ->
                switch (stage) {
                  case "plan" -> print(QueryPlanPrinter.print(plan));
                  case "json" -> print(QueryPlanJson.write(plan));
                  default -> early(planner, operation, options, stage);
                };
          };
    };
  }

  private int early(
      QueryPlanner planner, NormalOperation operation, PlanningOptions options, String stage) {
    if (stage.equals("operation")) {
      return print(operation.text());
    }
    var budget = QueryPlanner.Limits.DEFAULT.start();
    var stages = planner.stages(operation, options, budget);
    return switch (stage) {
      case "paths" -> print(OperationWalk.print(stages.walked(), stages.chosen()));
      case "fetches" ->
          print(
              new FetchStage(planner.graph(), planner.api(), operation, budget)
                  .print(stages.walked(), stages.chosen()));
      default -> {
        err.print(USAGE);
        yield 2;
      }
    };
  }

  private int print(String text) {
    out.println(text.stripTrailing());
    return 0;
  }

  private int refuse(PlanResult.Refused refused) {
    err.println(refused.code() + ": " + refused.message());
    return 1;
  }
}
