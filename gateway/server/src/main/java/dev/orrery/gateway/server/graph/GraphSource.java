package dev.orrery.gateway.server.graph;

import dev.orrery.gateway.composition.supergraph.Supergraph;
import java.util.List;

/// Where a supergraph comes from.
public interface GraphSource {
  /// Reads, and composes if need be. May block.
  ///
  /// @throws UnusableGraph with a message for whoever runs the gateway
  Supergraph load();

  /// Changes when the source does; compared, not shown. Cheap.
  ///
  /// @throws UnusableGraph when the source cannot be looked at
  String fingerprint();

  /// Every file that the source consists of, for messages.
  List<String> files();
}
