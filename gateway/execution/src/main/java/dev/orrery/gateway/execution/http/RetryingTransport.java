package dev.orrery.gateway.execution.http;

import dev.orrery.gateway.execution.http.SubgraphReply.Answered;
import dev.orrery.gateway.execution.http.SubgraphReply.Failed;
import io.vertx.core.Future;

/// Asks once more when a connection fails, as it does when a subgraph is replaced by a new one.
///
/// A query is repeated whenever its connection failed. A mutation only when it was certainly never
/// sent: otherwise it may have been carried out.
public final class RetryingTransport implements SubgraphTransport {
  private final SubgraphTransport transport;

  public RetryingTransport(SubgraphTransport transport) {
    this.transport = transport;
  }

  @Override
  public Future<SubgraphReply> send(SubgraphRequest request) {
    return transport
        .send(request)
        .compose(reply ->
            isWorthAnother(reply, request.mutation())
                ? transport.send(request)
                : Future.succeededFuture(reply));
  }

  private static boolean isWorthAnother(SubgraphReply reply, boolean mutation) {
    return switch (reply) {
      case Answered _ -> false;
      case Failed(var reason, var _) ->
          switch (reason) {
            case UNREACHABLE -> true;
            case BROKEN -> !mutation;
            case TIMEOUT, REFUSED, TOO_LARGE, OVERLOADED, CANCELLED -> false;
          };
    };
  }

  @Override
  public void close() {
    transport.close();
  }
}
