package dev.orrery.gateway.server.node;

import dev.orrery.gateway.execution.http.ForwardedHeaders;
import dev.orrery.gateway.execution.http.SubgraphReply;
import dev.orrery.gateway.execution.http.SubgraphRequest;
import dev.orrery.gateway.execution.http.SubgraphTransport;
import dev.orrery.gateway.execution.json.JsonLimits;
import dev.orrery.gateway.execution.json.JsonOutput;
import dev.orrery.gateway.execution.json.JsonValues;
import dev.orrery.gateway.execution.json.MalformedJson;
import dev.orrery.gateway.server.node.NodeService.Stub;
import graphql.GraphqlErrorException;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Asks the owners of resources which of them the caller may see: one call per owner.
final class ExistenceCheck {
  private static final String QUERY =
      "query($r:[_Any!]!){_entities(representations:$r){__typename}}";

  private final Owners owners;
  private final Map<String, SubgraphTransport> transports;

  ExistenceCheck(Owners owners, Map<String, SubgraphTransport> transports) {
    this.owners = owners;
    this.transports = transports;
  }

  /// The stubs in their order, null for each one that is not there for the caller.
  Future<List<@Nullable Stub>> filter(List<Stub> stubs, ForwardedHeaders headers) {
    Map<String, List<Integer>> bySubgraph = new LinkedHashMap<>();
    for (int i = 0; i < stubs.size(); i++) {
      bySubgraph
          .computeIfAbsent(owners.subgraphOf(stubs.get(i).type()), _ -> new ArrayList<>())
          .add(i);
    }
    @Nullable Stub[] found = new Stub[stubs.size()];
    List<Future<?>> calls = new ArrayList<>();
    bySubgraph.forEach((subgraph, positions) ->
        calls.add(
            ask(subgraph, positions.stream().map(stubs::get).toList(), headers)
                .onSuccess(there -> {
                  for (int i = 0; i < positions.size(); i++) {
                    int position = positions.get(i);
                    found[position] = there.get(i) ? stubs.get(position) : null;
                  }
                })));
    return Future.all(calls).map(_ -> Arrays.asList(found));
  }

  private Future<List<Boolean>> ask(String subgraph, List<Stub> stubs, ForwardedHeaders headers) {
    SubgraphTransport transport = transports.get(subgraph);
    if (transport == null) {
      return Future.failedFuture(unavailable());
    }
    List<Map<String, String>> representations =
        stubs.stream().map(stub -> Map.of("__typename", stub.type(), "id", stub.id())).toList();
    JsonOutput body =
        new JsonOutput(256)
            .value(Map.of("query", QUERY, "variables", Map.of("r", representations)));
    return transport
        .send(new SubgraphRequest(body, headers, false))
        .map(reply -> existing(reply, stubs.size()));
  }

  private static List<Boolean> existing(SubgraphReply reply, int count) {
    if (reply instanceof SubgraphReply.Answered(var bytes, var length, var _)) {
      try {
        Object answer = JsonValues.read(Arrays.copyOf(bytes, length), JsonLimits.STANDARD);
        if (answer instanceof Map<?, ?> response
            && response.get("data") instanceof Map<?, ?> data
            && data.get("_entities") instanceof List<?> entities
            && entities.size() == count) {
          return entities.stream().map(entity -> entity != null).toList();
        }
      } catch (MalformedJson e) {
        throw unavailable();
      }
    }
    throw unavailable();
  }

  private static GraphqlErrorException unavailable() {
    return GraphqlErrorException.newErrorException()
        .message("The service that owns this resource is not available.")
        .extensions(Map.of("code", "UNAVAILABLE"))
        .build();
  }
}
