package dev.orrery.gateway.server.graph;

/// The configured source yields no supergraph; the message says why and what to change.
public final class UnusableGraph extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnusableGraph(String message) {
    super(message);
  }

  UnusableGraph(String message, Throwable cause) {
    super(message, cause);
  }
}
