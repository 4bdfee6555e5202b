package dev.orrery.gateway.server.graph;

import dev.orrery.gateway.composition.SubgraphSource;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import java.nio.file.Path;
import java.util.List;

/// A folder with one SDL per subgraph. Where each one is served must be configured, unless the
/// first line of its file says so: `# url: http://…`.
record SdlFolder(Path folder, SubgraphUrls urls) implements GraphSource {
  private static final String ENDING = ".graphql";
  private static final String SUPERGRAPH = "supergraph" + ENDING;

  @Override
  public Supergraph load() {
    return Composition.of(sdlFiles().stream().map(this::subgraph).toList());
  }

  private SubgraphSource subgraph(Path file) {
    String fileName = file.getFileName().toString();
    String name = fileName.substring(0, fileName.length() - ENDING.length());
    String sdl = SourceFiles.read(file);
    String url =
        urls.find(name)
            .or(() ->
                sdl.lines()
                    .limit(1)
                    .filter(l -> l.startsWith("# url: "))
                    .map(l -> l.substring(7).trim())
                    .findFirst())
            .orElse("");
    return new SubgraphSource(name, url, sdl);
  }

  private List<Path> sdlFiles() {
    List<Path> files =
        SourceFiles.list(folder, ENDING).stream()
            .filter(file -> !file.getFileName().toString().equals(SUPERGRAPH))
            .toList();
    if (files.isEmpty()) {
      throw new UnusableGraph("%s holds no %s files".formatted(folder, ENDING));
    }
    return files;
  }

  @Override
  public String fingerprint() {
    return SourceFiles.fingerprint(sdlFiles());
  }

  @Override
  public List<String> files() {
    return sdlFiles().stream().map(Path::toString).toList();
  }
}
