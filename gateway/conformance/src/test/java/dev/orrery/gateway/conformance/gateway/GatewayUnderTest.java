package dev.orrery.gateway.conformance.gateway;

import java.net.URI;
import java.util.Set;

/// A gateway that serves one supergraph after the other.
public interface GatewayUnderTest extends AutoCloseable {
  /// Serves a supergraph and answers where. What was served before may end.
  ///
  /// @param name tells supergraphs apart
  /// @param supergraph as standard join SDL
  /// @param labels the override labels that hold for every request
  URI serve(String name, String supergraph, Set<String> labels) throws Exception;

  /// Whether labels can be chosen; if not, cases that need some are left out.
  boolean takesLabels();

  @Override
  void close();
}
