package dev.orrery.gateway.planning;

import dev.orrery.gateway.composition.supergraph.Supergraph;
import dev.orrery.gateway.planning.PlanResult.Code;
import dev.orrery.gateway.planning.PlanResult.Planned;
import dev.orrery.gateway.planning.PlanResult.Problem;
import dev.orrery.gateway.planning.PlanResult.Refused;
import dev.orrery.gateway.planning.access.AccessRules;
import dev.orrery.gateway.planning.access.Restriction;
import dev.orrery.gateway.planning.fetch.FetchStage;
import dev.orrery.gateway.planning.graph.QueryGraph;
import dev.orrery.gateway.planning.operation.ApiSchema;
import dev.orrery.gateway.planning.operation.Budget;
import dev.orrery.gateway.planning.operation.NormalOperation;
import dev.orrery.gateway.planning.operation.Normalizer;
import dev.orrery.gateway.planning.operation.OperationReader;
import dev.orrery.gateway.planning.operation.OperationReader.Reading;
import dev.orrery.gateway.planning.path.OperationWalk;
import dev.orrery.gateway.planning.path.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Plans operations against one supergraph. Immutable and safe to share between threads.
public final class QueryPlanner {
  private final QueryGraph graph;
  private final ApiSchema api;
  private final String schemaId;
  private final Set<String> overrideLabels;
  private final AccessRules access;

  private QueryPlanner(Supergraph supergraph) {
    this.graph = new QueryGraph(supergraph);
    this.api = new ApiSchema(supergraph.apiSchema());
    this.schemaId = Digest.of(supergraph.toSdl());
    this.overrideLabels = graph.overrideLabels();
    this.access = AccessRules.of(supergraph);
  }

  /// Costs about as much as parsing the supergraph; make one per supergraph and keep it.
  public static QueryPlanner forSupergraph(Supergraph supergraph) {
    return new QueryPlanner(supergraph);
  }

  /// What clients see, as a schema that validates and answers introspection.
  public ApiSchema api() {
    return api;
  }

  /// Equal for equal supergraphs, in every process.
  public String schemaId() {
    return schemaId;
  }

  /// The labels of progressive overrides that make a difference to plans: those that
  /// [PlanningOptions] may name.
  public Set<String> overrideLabels() {
    return overrideLabels;
  }

  /// What the graph asks of its viewers.
  public AccessRules access() {
    return access;
  }

  QueryGraph graph() {
    return graph;
  }

  /// How much work one planning may do.
  ///
  /// @param steps fields normalised and path extensions: thousands for a large operation
  /// @param time wall clock
  public record Limits(long steps, Duration time) {
    public static final Limits DEFAULT = new Limits(500_000, Duration.ofSeconds(5));

    Budget start() {
      return new Budget(steps, System.nanoTime() + time.toNanos());
    }
  }

  /// Plans the operation, all stages.
  ///
  /// @param operationName which one, when the document holds several
  public PlanResult plan(
      String document, @Nullable String operationName, PlanningOptions options, Limits limits) {
    return switch (normalize(document, operationName, limits)) {
      case Normalized.Ok(var operation) -> plan(operation, options, limits);
      case Normalized.Failed(var refused) -> refused;
    };
  }

  /// An operation that is ready to plan, or why it is none.
  sealed interface Normalized {
    record Ok(NormalOperation operation) implements Normalized {}

    record Failed(Refused refused) implements Normalized {}
  }

  Normalized normalize(String document, @Nullable String operationName, Limits limits) {
    return switch (new OperationReader(api).read(document, operationName)) {
      case Reading.Read read -> normalize(read, limits);
      case Reading.SyntaxError(var problem) -> failed(Code.GRAPHQL_PARSE_FAILED, List.of(problem));
      case Reading.Invalid(var problems) -> failed(Code.GRAPHQL_VALIDATION_FAILED, problems);
      case Reading.NoSuchOperation(var problem) ->
          failed(Code.OPERATION_RESOLUTION_FAILURE, List.of(problem));
    };
  }

  private Normalized normalize(Reading.Read read, Limits limits) {
    try {
      return new Normalized.Ok(Normalizer.normalize(api, read, limits.start()));
    } catch (Budget.Exhausted e) {
      return new Normalized.Failed(
          Refused.of(Code.PLAN_TOO_COMPLEX, String.valueOf(e.getMessage())));
    }
  }

  private static Normalized failed(Code code, List<OperationReader.Problem> problems) {
    return new Normalized.Failed(
        new Refused(
            code,
            problems.stream().map(p -> new Problem(p.message(), p.line(), p.column())).toList()));
  }

  PlanResult plan(NormalOperation operation, PlanningOptions options, Limits limits) {
    return attempt(operation, options, limits).result();
  }

  /// @param repeatable another attempt would end the same way
  record Attempt(PlanResult result, boolean repeatable) {}

  Attempt attempt(NormalOperation whole, PlanningOptions options, Limits limits) {
    var operation = Restriction.apply(whole, api, access, options.unmet());
    try {
      var budget = limits.start();
      var stages = stages(operation, options, budget);
      var plan =
          new FetchStage(graph, api, operation, budget).plan(stages.walked(), stages.chosen());
      return new Attempt(new Planned(plan), true);
    } catch (Budget.Exhausted e) {
      return new Attempt(
          Refused.of(Code.PLAN_TOO_COMPLEX, String.valueOf(e.getMessage())), !e.isLate());
    } catch (OperationWalk.Unreachable e) {
      return new Attempt(Refused.of(Code.NO_PLAN, String.valueOf(e.getMessage())), true);
    }
  }

  /// The search and the choice.
  record Stages(OperationWalk.Walked walked, List<List<Path>> chosen) {}

  Stages stages(NormalOperation operation, PlanningOptions options, Budget budget) {
    var walked = new OperationWalk(graph, options.activeOverrideLabels(), operation, budget).walk();
    return new Stages(
        walked, walked.groups().stream().map(leaves -> walked.chooser().choose(leaves)).toList());
  }
}
