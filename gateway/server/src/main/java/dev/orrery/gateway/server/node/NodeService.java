package dev.orrery.gateway.server.node;

import dev.orrery.gateway.composition.supergraph.Supergraph;
import dev.orrery.gateway.execution.http.ForwardedHeaders;
import dev.orrery.gateway.execution.http.InProcessTransport;
import dev.orrery.gateway.execution.http.SubgraphTransport;
import graphql.ExecutionInput;
import graphql.GraphQL;
import graphql.GraphqlErrorBuilder;
import graphql.GraphqlErrorException;
import graphql.execution.DataFetcherExceptionHandlerParameters;
import graphql.execution.DataFetcherExceptionHandlerResult;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Answers for the subgraph of [NodeSubgraph]. Before it hands out a stub it asks the owner of the
/// type whether the resource is there for the caller, so that an id alone never tells more than a
/// query would.
public final class NodeService implements InProcessTransport.Subgraph {
  private static final Pattern ID = Pattern.compile("([a-z]{1,16})_[0-7][0-9a-hjkmnp-tv-z]{25}");
  private static final int MOST_IDS = 200;

  private final Owners owners;
  private final ExistenceCheck existence;
  private final GraphQL graph;

  record Stub(String type, String id) {}

  /// @param transports of the other subgraphs, by name
  public NodeService(Supergraph supergraph, Map<String, SubgraphTransport> transports) {
    this.owners = new Owners(supergraph);
    this.existence = new ExistenceCheck(owners, transports);
    this.graph = graph();
  }

  private GraphQL graph() {
    StringBuilder sdl =
        new StringBuilder(
            "type Query{node(id:ID!):Node nodes(ids:[ID!]!):[Node]!}interface Node{id:ID!}");
    for (Owners.Owner owner : owners.all()) {
      sdl.append("type %s implements Node{id:ID!}".formatted(owner.type()));
    }
    RuntimeWiring wiring =
        RuntimeWiring.newRuntimeWiring()
            .type(
                "Query",
                query ->
                    query
                        .dataFetcher(
                            "node", e -> node(Objects.requireNonNull(e.getArgument("id")), e))
                        .dataFetcher(
                            "nodes", e -> nodes(Objects.requireNonNull(e.getArgument("ids")), e)))
            .type(
                "Node",
                node ->
                    node.typeResolver(
                        e -> e.getSchema().getObjectType(((Stub) e.getObject()).type())))
            .build();
    return GraphQL.newGraphQL(
            new SchemaGenerator()
                .makeExecutableSchema(new SchemaParser().parse(sdl.toString()), wiring))
        .defaultDataFetcherExceptionHandler(NodeService::explain)
        .build();
  }

  /// Refusals in their own words; graphql-java would put others before them.
  private static CompletableFuture<DataFetcherExceptionHandlerResult> explain(
      DataFetcherExceptionHandlerParameters failure) {
    Throwable cause = failure.getException();
    if (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    GraphqlErrorBuilder<?> error =
        GraphqlErrorBuilder.newError()
            .message(String.valueOf(cause.getMessage()))
            .path(failure.getPath());
    if (cause instanceof GraphqlErrorException refusal) {
      error.extensions(refusal.getExtensions());
    }
    return CompletableFuture.completedFuture(
        DataFetcherExceptionHandlerResult.newResult(error.build()).build());
  }

  @Override
  public Future<Map<String, @Nullable Object>> answer(Map<?, ?> request, ForwardedHeaders headers) {
    ExecutionInput.Builder input =
        ExecutionInput.newExecutionInput(String.valueOf(request.get("query")))
            .graphQLContext(Map.of(ForwardedHeaders.class, headers));
    if (request.get("variables") instanceof Map<?, ?> variables) {
      @SuppressWarnings("unchecked") // JSON objects have no other keys
      Map<String, Object> values = (Map<String, Object>) variables;
      input.variables(values);
    }
    return Future.fromCompletionStage(graph.executeAsync(input.build()))
        .map(result -> result.toSpecification());
  }

  private CompletableFuture<@Nullable Stub> node(String id, DataFetchingEnvironment environment) {
    return nodes(List.of(id), environment).thenApply(List::getFirst);
  }

  private CompletableFuture<List<@Nullable Stub>> nodes(
      List<String> ids, DataFetchingEnvironment environment) {
    if (ids.size() > MOST_IDS) {
      throw refused("ids: at most %d are answered at once.".formatted(MOST_IDS));
    }
    return existence
        .filter(ids.stream().map(this::stub).toList(), headers(environment))
        .toCompletionStage()
        .toCompletableFuture();
  }

  private static ForwardedHeaders headers(DataFetchingEnvironment environment) {
    return environment
        .getGraphQlContext()
        .getOrDefault(ForwardedHeaders.class, ForwardedHeaders.NONE);
  }

  private Stub stub(String id) {
    var match = ID.matcher(id);
    if (!match.matches()) {
      throw refused("id: not an id of this graph; they look like inst_01h455vb4pex5vsknk084sn02q.");
    }
    return owners
        .find(match.group(1))
        .map(owner -> new Stub(owner.type(), id))
        .orElseThrow(() ->
            refused("id: the prefix %s names no type of this graph.".formatted(match.group(1))));
  }

  private static GraphqlErrorException refused(String message) {
    return GraphqlErrorException.newErrorException()
        .message(message)
        .extensions(Map.of("code", "INVALID_ARGUMENT"))
        .build();
  }
}
