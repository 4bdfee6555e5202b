package dev.orrery.gateway.server.graph;

import dev.orrery.gateway.composition.supergraph.Supergraph;
import java.nio.file.Path;
import org.eclipse.microprofile.config.ConfigProvider;

/// A folder of contracts, one SDL file for each subgraph.
public final class SchemaFolder {
  private SchemaFolder() {}

  /// The supergraph of a folder as [SdlFolder] describes it.
  ///
  /// @throws UnusableGraph when its subgraphs do not compose
  public static Supergraph supergraph(Path folder) {
    return new SdlFolder(folder, SubgraphUrls.of(ConfigProvider.getConfig())).load();
  }
}
