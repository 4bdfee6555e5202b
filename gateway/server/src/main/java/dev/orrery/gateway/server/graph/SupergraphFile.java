package dev.orrery.gateway.server.graph;

import dev.orrery.gateway.composition.supergraph.InvalidSupergraph;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import java.nio.file.Path;
import java.util.List;

/// A supergraph that was composed before, by any composer.
record SupergraphFile(Path file) implements GraphSource {
  @Override
  public Supergraph load() {
    String sdl = SourceFiles.read(file);
    try {
      return Supergraph.read(sdl);
    } catch (InvalidSupergraph e) {
      throw new UnusableGraph("%s is no supergraph: %s".formatted(file, e.getMessage()), e);
    }
  }

  @Override
  public String fingerprint() {
    return SourceFiles.fingerprint(List.of(file));
  }

  @Override
  public List<String> files() {
    return List.of(file.toString());
  }
}
