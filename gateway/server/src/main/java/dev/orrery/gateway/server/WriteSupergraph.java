package dev.orrery.gateway.server;

import dev.orrery.gateway.server.graph.SchemaFolder;
import dev.orrery.gateway.server.graph.UnusableGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Composes a folder of SDL files, with the subgraph for `node(id:)`, and writes the supergraph: a
/// step of the build, so that what composes is known before anything is started.
public final class WriteSupergraph {
  private WriteSupergraph() {}

  /// `WriteSupergraph <folder> <supergraph file>`; exits with 1 when the subgraphs do not compose.
  public static void main(String... args) throws IOException {
    if (args.length != 2) {
      System.err.println("Usage: WriteSupergraph <folder of SDL files> <supergraph file to write>");
      System.exit(2);
    }
    try {
      Files.writeString(Path.of(args[1]), SchemaFolder.supergraph(Path.of(args[0])).toSdl());
    } catch (UnusableGraph e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }
}
