package dev.orrery.gateway.execution.http;

import dev.orrery.gateway.execution.http.SubgraphReply.Answered;
import dev.orrery.gateway.execution.http.SubgraphReply.Failed;
import dev.orrery.gateway.execution.http.SubgraphReply.Reason;
import dev.orrery.gateway.execution.json.JsonLimits;
import dev.orrery.gateway.execution.json.JsonOutput;
import dev.orrery.gateway.execution.json.JsonValues;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A subgraph that lives inside the gateway.
public final class InProcessTransport implements SubgraphTransport {
  private final Subgraph subgraph;

  /// The subgraph itself.
  @FunctionalInterface
  public interface Subgraph {
    /// Answers a GraphQL request, both as JSON values. A failed future counts as a subgraph that is
    /// not available.
    Future<Map<String, @Nullable Object>> answer(Map<?, ?> request, ForwardedHeaders headers);
  }

  public InProcessTransport(Subgraph subgraph) {
    this.subgraph = subgraph;
  }

  @Override
  public Future<SubgraphReply> send(SubgraphRequest request) {
    byte[] body = Arrays.copyOf(request.body().array(), request.body().length());
    Map<?, ?> values = (Map<?, ?>) JsonValues.read(body, JsonLimits.STANDARD);
    return subgraph
        .answer(values == null ? Map.of() : values, request.headers())
        .<SubgraphReply>map(answer -> {
          JsonOutput out = new JsonOutput(1024).value(answer);
          return new Answered(out.array(), out.length());
        })
        .otherwise(problem -> new Failed(Reason.UNREACHABLE, String.valueOf(problem)));
  }
}
