package dev.orrery.gateway.execution.graph;

import dev.orrery.gateway.composition.supergraph.Supergraph;
import dev.orrery.gateway.execution.coalescing.InFlight;
import dev.orrery.gateway.execution.coalescing.SharedTransport;
import dev.orrery.gateway.execution.cost.CostRules;
import dev.orrery.gateway.execution.error.ErrorCode;
import dev.orrery.gateway.execution.error.GraphQlError;
import dev.orrery.gateway.execution.http.Cancellation;
import dev.orrery.gateway.execution.http.ForwardedHeaders;
import dev.orrery.gateway.execution.http.SubgraphTransport;
import dev.orrery.gateway.execution.introspection.ApiIntrospection;
import dev.orrery.gateway.execution.json.JsonOutput;
import dev.orrery.gateway.execution.operation.GraphQlRequest;
import dev.orrery.gateway.execution.operation.OverrideLabels;
import dev.orrery.gateway.execution.operation.PlanSource;
import dev.orrery.gateway.execution.operation.Preparation;
import dev.orrery.gateway.execution.operation.Preparations;
import dev.orrery.gateway.execution.operation.VariableCoercion;
import dev.orrery.gateway.execution.program.Program;
import dev.orrery.gateway.execution.run.FetchLog;
import dev.orrery.gateway.execution.run.PlanRun;
import dev.orrery.gateway.execution.run.RunInput;
import dev.orrery.gateway.execution.run.Subgraphs;
import dev.orrery.gateway.planning.QueryPlanner;
import dev.orrery.gateway.planning.access.AccessRules;
import dev.orrery.gateway.planning.plan.OperationKind;
import graphql.schema.GraphQLSchema;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One version of a federated graph, answering requests until it is closed. A changed supergraph is
/// a new one of these beside the old, so that requests in flight end on what they started with.
public final class FederatedGraph implements AutoCloseable {
  private final Preparations preparations;
  private final Subgraphs subgraphs;
  private final OverrideLabels labels;
  private final GraphSettings settings;
  private final AccessRules access;
  private final Set<String> policies;
  private final InFlight<Query, PlanRun.Response> inFlight = new InFlight<>();

  /// Everything that can change a query's answer, the graph itself aside.
  private record Query(
      Program program, Map<String, Json> variables, List<ForwardedHeaders.Entry> identity) {}

  @SuppressWarnings("ArrayRecordComponent") // compared by content, below
  private record Json(byte[] bytes) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Json(var others) && Arrays.equals(bytes, others);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }

  /// @param transports one for each subgraph, by name; closed together with this
  public FederatedGraph(
      Vertx vertx,
      Supergraph supergraph,
      Map<String, SubgraphTransport> transports,
      GraphSettings settings,
      FetchLog log) {
    this.settings = settings;
    this.labels = new OverrideLabels(supergraph, settings.activeLabels());
    QueryPlanner planner = QueryPlanner.forSupergraph(supergraph);
    GraphQLSchema apiSchema = planner.api().schema();
    this.access = planner.access();
    this.policies = access.policies();
    this.preparations =
        new Preparations(
            vertx,
            apiSchema,
            settings.limits(),
            PlanSource.of(
                planner,
                new QueryPlanner.Limits(
                    QueryPlanner.Limits.DEFAULT.steps(), settings.limits().planning()),
                settings.keptOperations()),
            settings.introspection(),
            new CostRules(supergraph),
            settings.costs(),
            settings.keptOperations());
    Map<String, SubgraphTransport> used = new LinkedHashMap<>();
    transports.forEach((name, transport) ->
        used.put(name, settings.coalesceFetches() ? new SharedTransport(transport) : transport));
    this.subgraphs =
        new Subgraphs(
            used,
            new ApiIntrospection(apiSchema),
            settings.answers(),
            settings.showAllErrors(),
            log);
  }

  /// What happened so far.
  ///
  /// @param preparedBefore operations that were found prepared
  /// @param preparedNow operations that had to be prepared
  /// @param sharedRequests queries that got the answer of one in flight
  /// @param sharedFetches subgraph requests that got the answer of one in flight
  public record Counts(
      long preparedBefore, long preparedNow, long sharedRequests, long sharedFetches) {}

  public Counts counts() {
    long fetches = 0;
    for (SubgraphTransport transport : subgraphs.transports().values()) {
      if (transport instanceof SharedTransport shared) {
        fetches += shared.shared();
      }
    }
    return new Counts(preparations.hits(), preparations.misses(), inFlight.shared(), fetches);
  }

  /// Whether anything in the graph is not for everybody.
  public boolean isGuarded() {
    return !access.isEmpty();
  }

  /// Every policy that `@policy` names in the graph: a [Viewer] must know of each of them.
  public Set<String> policies() {
    return policies;
  }

  /// Answers a request. The future fails only by a defect of the gateway.
  public Future<GraphQlReply> execute(GraphQlRequest request, Caller caller) {
    Future<Preparation> preparation =
        preparations.prepare(
            request.query(),
            request.operationName(),
            labels.decide(),
            access.isEmpty() ? Set.of() : access.unmetBy(caller.viewer()));
    return preparation.succeeded()
        ? execute(preparation.result(), request, caller)
        : preparation.compose(prepared -> execute(prepared, request, caller));
  }

  /// Prepares the operations that `other` has answered lately. Done before this graph takes the
  /// place of the other, it spares the first requests the planning.
  public Future<Void> warmUpLike(FederatedGraph other) {
    return preparations.warmUpLike(other.preparations);
  }

  private Future<GraphQlReply> execute(
      Preparation preparation, GraphQlRequest request, Caller caller) {
    return switch (preparation) {
      case Preparation.Refused(var errors) ->
          Future.succeededFuture(new GraphQlReply.Refused(errors));
      case Preparation.Unplanned(var error) -> Future.succeededFuture(withoutData(error));
      case Preparation.Ready ready -> execute(ready, request, caller);
    };
  }

  private static GraphQlReply withoutData(GraphQlError error) {
    JsonOutput out = new JsonOutput(256).raw("{\"data\":null,\"errors\":");
    GraphQlError.writeAll(List.of(error), out);
    return new GraphQlReply.Executed(out.write('}'));
  }

  private Future<GraphQlReply> execute(
      Preparation.Ready ready, GraphQlRequest request, Caller caller) {
    if (request.queryOnly() && ready.kind() != OperationKind.QUERY) {
      return Future.succeededFuture(
          new GraphQlReply.NotAllowed(
              GraphQlError.of(
                  ErrorCode.OPERATION_RESOLUTION_FAILURE,
                  "Only queries may be sent this way: use POST.")));
    }
    VariableCoercion.Coerced variables = ready.variables().coerce(request.variables());
    if (!variables.errors().isEmpty()) {
      return Future.succeededFuture(new GraphQlReply.Refused(variables.errors()));
    }
    GraphQlError tooExpensive = ready.cost().refusal(request.variables());
    if (tooExpensive != null) {
      return Future.succeededFuture(new GraphQlReply.Refused(List.of(tooExpensive)));
    }
    RunInput input =
        new RunInput(variables.json(), variables.flags(), caller.headers(), caller.traceId());
    if (ready.kind() != OperationKind.QUERY) {
      return PlanRun.run(ready.program(), input, subgraphs, Cancellation.NEVER, settings.headers())
          .map(FederatedGraph::executed);
    }
    Future<PlanRun.Response> response =
        settings.coalesceRequests()
            ? inFlight.join(
                query(ready.program(), input),
                caller.cancellation(),
                whenAllLeft ->
                    PlanRun.run(ready.program(), input, subgraphs, whenAllLeft, settings.headers()))
            : PlanRun.run(
                ready.program(), input, subgraphs, caller.cancellation(), settings.headers());
    return response.map(FederatedGraph::executed);
  }

  private static GraphQlReply executed(PlanRun.Response response) {
    return new GraphQlReply.Executed(response.body(), response.headers());
  }

  private static Query query(Program program, RunInput input) {
    Map<String, Json> variables = new LinkedHashMap<>();
    input.variables().forEach((name, json) -> variables.put(name, new Json(json)));
    return new Query(program, variables, input.headers().identity());
  }

  @Override
  public void close() {
    subgraphs.transports().values().forEach(SubgraphTransport::close);
  }
}
