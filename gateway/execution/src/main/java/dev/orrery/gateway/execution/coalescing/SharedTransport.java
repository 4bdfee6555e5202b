package dev.orrery.gateway.execution.coalescing;

import dev.orrery.gateway.execution.http.ForwardedHeaders;
import dev.orrery.gateway.execution.http.SubgraphReply;
import dev.orrery.gateway.execution.http.SubgraphRequest;
import dev.orrery.gateway.execution.http.SubgraphTransport;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.List;

/// Sends identical queries that are in flight at the same time once. Identical means: the same
/// bytes, on behalf of the same identity. Mutations always go out by themselves.
public final class SharedTransport implements SubgraphTransport {
  private final SubgraphTransport transport;
  private final InFlight<Key, SubgraphReply> inFlight = new InFlight<>();

  public SharedTransport(SubgraphTransport transport) {
    this.transport = transport;
  }

  private static final class Key {
    private final byte[] body;
    private final int length;
    private final List<ForwardedHeaders.Entry> identity;
    private final int hash;

    Key(SubgraphRequest request) {
      this.body = request.body().array();
      this.length = request.body().length();
      this.identity = request.headers().identity();
      int bytes = 1;
      for (int i = 0; i < length; i++) {
        bytes = 31 * bytes + body[i];
      }
      this.hash = 31 * bytes + identity.hashCode();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && key.hash == hash
          && Arrays.equals(body, 0, length, key.body, 0, key.length)
          && identity.equals(key.identity);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  @Override
  public Future<SubgraphReply> send(SubgraphRequest request) {
    if (request.mutation()) {
      return transport.send(request);
    }
    Context context = Vertx.currentContext();
    Promise<SubgraphReply> reply = Promise.promise();
    inFlight
        .join(
            new Key(request),
            request.cancellation(),
            whenAllLeft -> transport.send(request.with(whenAllLeft)))
        .onComplete(done -> {
          if (context == null || context == Vertx.currentContext()) {
            reply.handle(done);
          } else {
            context.runOnContext(_ -> reply.handle(done));
          }
        });
    return reply.future();
  }

  /// How many calls were spared so far.
  public long shared() {
    return inFlight.shared();
  }

  @Override
  public void close() {
    transport.close();
  }
}
