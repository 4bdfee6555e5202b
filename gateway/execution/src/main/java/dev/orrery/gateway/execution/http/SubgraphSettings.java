package dev.orrery.gateway.execution.http;

import java.time.Duration;

/// How one subgraph is called.
///
/// @param timeout from sending a query to the last byte of its answer
/// @param mutationTimeout the same for a mutation, which may have much to do and which nobody can
///   take back by giving up on it
/// @param maxConnections connections kept at most for queries, and as many for mutations; over
///   HTTP/2 each carries many calls
/// @param maxWaiting calls that may wait for a connection before further ones are refused
/// @param maxResponseBytes the longest answer, decompressed
/// @param http2 speak HTTP/2 in clear text, with prior knowledge
/// @param gzip ask for compressed answers: worth it over a network, a waste on one machine
public record SubgraphSettings(
    Duration timeout,
    Duration mutationTimeout,
    int maxConnections,
    int maxWaiting,
    int maxResponseBytes,
    boolean http2,
    boolean gzip) {
  public static final SubgraphSettings STANDARD =
      new SubgraphSettings(
          Duration.ofSeconds(2), Duration.ofSeconds(30), 64, 1024, 16 * 1024 * 1024, false, true);

  public SubgraphSettings withTimeout(Duration changed) {
    return new SubgraphSettings(
        changed, mutationTimeout, maxConnections, maxWaiting, maxResponseBytes, http2, gzip);
  }

  public SubgraphSettings withHttp2(boolean changed) {
    return new SubgraphSettings(
        timeout, mutationTimeout, maxConnections, maxWaiting, maxResponseBytes, changed, gzip);
  }

  public SubgraphSettings withMaxResponseBytes(int changed) {
    return new SubgraphSettings(
        timeout, mutationTimeout, maxConnections, maxWaiting, changed, http2, gzip);
  }

  /// How long to wait for the answer of a mutation, or of anything else.
  Duration patience(boolean mutation) {
    return mutation ? mutationTimeout : timeout;
  }
}
