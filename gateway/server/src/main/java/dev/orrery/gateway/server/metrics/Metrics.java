package dev.orrery.gateway.server.metrics;

import dev.orrery.gateway.execution.graph.FederatedGraph;
import dev.orrery.gateway.execution.http.SubgraphReply;
import dev.orrery.gateway.execution.http.SubgraphRequest;
import dev.orrery.gateway.execution.http.SubgraphTransport;
import io.vertx.core.Future;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Counts what the gateway does, and writes it in the text format of Prometheus. Counting is an
/// addition to a striped number: there is no library here, and nothing to start.
@ApplicationScoped
public class Metrics {
  private final Histogram requests = new Histogram();
  private final Map<Integer, LongAdder> byStatus = new ConcurrentSkipListMap<>();
  private final Map<String, LongAdder> errors = new ConcurrentSkipListMap<>();
  private final Map<String, Calls> calls = new ConcurrentSkipListMap<>();
  private final Map<String, BooleanSupplier> breakers = new ConcurrentSkipListMap<>();

  /// The calls of one subgraph.
  private static final class Calls {
    final Histogram seconds = new Histogram();
    final Map<String, LongAdder> outcomes = new ConcurrentHashMap<>();
  }

  /// A request was executed.
  ///
  /// @param nanos from its whole body to its answer
  public void took(long nanos) {
    requests.add(nanos);
  }

  /// A request was answered, well or not.
  public void answered(int status) {
    byStatus.computeIfAbsent(status, _ -> new LongAdder()).increment();
  }

  /// The gateway itself refused a request.
  public void refused(String code) {
    errors.computeIfAbsent(code, _ -> new LongAdder()).increment();
  }

  /// Counts and times every call.
  public SubgraphTransport measured(String subgraph, SubgraphTransport transport) {
    Calls own = calls.computeIfAbsent(subgraph, _ -> new Calls());
    return new SubgraphTransport() {
      @Override
      public Future<SubgraphReply> send(SubgraphRequest request) {
        long start = System.nanoTime();
        return transport
            .send(request)
            .onSuccess(reply -> {
              own.seconds.add(System.nanoTime() - start);
              own.outcomes
                  .computeIfAbsent(
                      reply instanceof SubgraphReply.Failed(var reason, var _)
                          ? reason.name()
                          : "ANSWERED",
                      _ -> new LongAdder())
                  .increment();
            });
      }

      @Override
      public void close() {
        transport.close();
      }
    };
  }

  /// @param isOpen asked when metrics are read
  public void breaker(String subgraph, BooleanSupplier isOpen) {
    breakers.put(subgraph, isOpen);
  }

  /// Everything, in the text format of Prometheus 0.0.4.
  ///
  /// @param graph the one that is served now
  public String text(@Nullable FederatedGraph graph) {
    Text text = new Text();
    text.head("gateway_requests_total", "counter", "Requests to /graphql, by HTTP status.");
    byStatus.forEach((status, count) ->
        text.value("gateway_requests_total", "status", String.valueOf(status), count.sum()));
    text.head("gateway_request_seconds", "histogram", "From a whole request to its answer.");
    requests.write(text, "gateway_request_seconds", "");
    text.head("gateway_errors_total", "counter", "Requests that never ran, by code.");
    errors.forEach((code, count) -> text.value("gateway_errors_total", "code", code, count.sum()));
    text.head("gateway_subgraph_calls_total", "counter", "Calls, by subgraph and outcome.");
    calls.forEach((subgraph, own) ->
        own.outcomes.forEach((outcome, count) ->
            text.value(
                "gateway_subgraph_calls_total",
                Text.labels("subgraph", subgraph, "outcome", outcome),
                count.sum())));
    text.head("gateway_subgraph_call_seconds", "histogram", "How long subgraphs take.");
    calls.forEach((subgraph, own) ->
        own.seconds.write(
            text, "gateway_subgraph_call_seconds", Text.labels("subgraph", subgraph)));
    text.head("gateway_breaker_open", "gauge", "1 while a subgraph is left alone.");
    breakers.forEach((subgraph, open) ->
        text.value("gateway_breaker_open", "subgraph", subgraph, open.getAsBoolean() ? 1 : 0));
    if (graph != null) {
      graph(text, graph.counts());
    }
    return text.toString();
  }

  private static void graph(Text text, FederatedGraph.Counts counts) {
    text.head("gateway_operations_total", "counter", "Operations, by whether they were prepared.");
    text.value("gateway_operations_total", "prepared", "before", counts.preparedBefore());
    text.value("gateway_operations_total", "prepared", "now", counts.preparedNow());
    text.head("gateway_coalesced_total", "counter", "What was shared with one in flight.");
    text.value("gateway_coalesced_total", "layer", "request", counts.sharedRequests());
    text.value("gateway_coalesced_total", "layer", "fetch", counts.sharedFetches());
  }
}
