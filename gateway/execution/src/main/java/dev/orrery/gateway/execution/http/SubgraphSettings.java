package dev.orrery.gateway.execution.http;

import java.time.Duration;

/// How one subgraph is called.
///
/// @param timeout from sending a request to the last byte of its answer
/// @param maxConnections connections kept at most; over HTTP/2 each carries many calls
/// @param maxWaiting calls that may wait for a connection before further ones are refused
/// @param maxResponseBytes the longest answer, decompressed
/// @param http2 speak HTTP/2 in clear text, with prior knowledge
/// @param gzip ask for compressed answers: worth it over a network, a waste on one machine
public record SubgraphSettings(
    Duration timeout,
    int maxConnections,
    int maxWaiting,
    int maxResponseBytes,
    boolean http2,
    boolean gzip) {
  public static final SubgraphSettings STANDARD =
      new SubgraphSettings(Duration.ofSeconds(2), 64, 1024, 16 * 1024 * 1024, false, true);

  public SubgraphSettings withTimeout(Duration changed) {
    return new SubgraphSettings(changed, maxConnections, maxWaiting, maxResponseBytes, http2, gzip);
  }

  public SubgraphSettings withHttp2(boolean changed) {
    return new SubgraphSettings(
        timeout, maxConnections, maxWaiting, maxResponseBytes, changed, gzip);
  }

  public SubgraphSettings withMaxResponseBytes(int changed) {
    return new SubgraphSettings(timeout, maxConnections, maxWaiting, changed, http2, gzip);
  }
}
