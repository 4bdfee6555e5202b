package dev.orrery.gateway.execution.http;

import dev.orrery.gateway.execution.http.SubgraphReply.Answered;
import dev.orrery.gateway.execution.http.SubgraphReply.Failed;
import dev.orrery.gateway.execution.http.SubgraphReply.Reason;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Stops asking a subgraph that has failed many times in a row, so that a hung one does not cost
/// every request its whole timeout. After a pause one call goes through; when that is answered, all
/// do again.
///
/// While it is open, calls fail at once with the reason of the last failure.
public final class BreakingTransport implements SubgraphTransport {
  private final SubgraphTransport transport;
  private final int threshold;
  private final long pauseNanos;
  private final LongSupplier clock;

  // Guarded by this.
  private int failuresInARow;
  private long closedAgainAt;
  private boolean probing;
  private Reason lastReason = Reason.UNREACHABLE;

  /// @param threshold failures in a row that open it
  /// @param pause how long it stays open before one call is let through
  /// @param clock nanoseconds, as of [System#nanoTime]
  public BreakingTransport(
      SubgraphTransport transport, int threshold, Duration pause, LongSupplier clock) {
    this.transport = transport;
    this.threshold = threshold;
    this.pauseNanos = pause.toNanos();
    this.clock = clock;
  }

  @Override
  public Future<SubgraphReply> send(SubgraphRequest request) {
    Failed refusal = refuse();
    if (refusal != null) {
      return Future.succeededFuture(refusal);
    }
    return transport.send(request).onSuccess(this::learn);
  }

  /// Whether the subgraph is left alone now.
  public synchronized boolean isOpen() {
    return failuresInARow >= threshold;
  }

  private synchronized @Nullable Failed refuse() {
    if (failuresInARow < threshold) {
      return null;
    }
    if (!probing && clock.getAsLong() - closedAgainAt >= 0) {
      probing = true;
      return null;
    }
    return new Failed(lastReason, "not asked: %d failures in a row".formatted(failuresInARow));
  }

  private synchronized void learn(SubgraphReply reply) {
    switch (reply) {
      case Answered _ -> {
        failuresInARow = 0;
        probing = false;
      }
      // Says nothing about the subgraph.
      case Failed(var reason, var _) when reason == Reason.CANCELLED -> probing = false;
      case Failed(var reason, var _) -> {
        failuresInARow++;
        lastReason = reason;
        probing = false;
        closedAgainAt = clock.getAsLong() + pauseNanos;
      }
    }
  }

  @Override
  public void close() {
    transport.close();
  }
}
