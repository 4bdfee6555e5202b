package dev.orrery.gateway.server.graph;

import dev.orrery.gateway.composition.SubgraphSource;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A folder with one SDL per subgraph, named `<subgraph>.graphql`.
///
/// `common.graphql`, where there is one, holds definitions that belong to every subgraph and is
/// read before each. Addresses come from configuration, from the folder's `subgraphs.json`, or from
/// the SDL's first line, `# url: http://…`.
final class SdlFolder implements GraphSource {
  private static final String ENDING = ".graphql";
  private static final String COMMON = "common" + ENDING;
  private static final Set<String> NO_SUBGRAPHS = Set.of(COMMON, "supergraph" + ENDING);

  private final Path folder;
  private final SubgraphUrls urls;

  SdlFolder(Path folder, SubgraphUrls urls) {
    this.folder = folder;
    this.urls = urls.or(folder.resolve("subgraphs.json"));
  }

  @Override
  public Supergraph load() {
    Path common = folder.resolve(COMMON);
    String shared = Files.exists(common) ? SourceFiles.read(common) + "\n" : "";
    return Composition.of(sdlFiles().stream().map(file -> subgraph(file, shared)).toList());
  }

  private SubgraphSource subgraph(Path file, String shared) {
    String fileName = file.getFileName().toString();
    String name = fileName.substring(0, fileName.length() - ENDING.length());
    String sdl = SourceFiles.read(file);
    return new SubgraphSource(
        name, urls.find(name).or(() -> firstLine(sdl)).orElse(""), shared + sdl);
  }

  private static Optional<String> firstLine(String sdl) {
    return sdl.lines()
        .limit(1)
        .filter(line -> line.startsWith("# url: "))
        .map(line -> line.substring(7).trim())
        .findFirst();
  }

  private List<Path> sdlFiles() {
    List<Path> files =
        SourceFiles.list(folder, ENDING).stream()
            .filter(file -> !NO_SUBGRAPHS.contains(file.getFileName().toString()))
            .toList();
    if (files.isEmpty()) {
      throw new UnusableGraph("%s holds no %s files".formatted(folder, ENDING));
    }
    return files;
  }

  @Override
  public String fingerprint() {
    List<Path> all = new ArrayList<>(sdlFiles());
    for (String other : List.of(COMMON, "subgraphs.json")) {
      if (Files.exists(folder.resolve(other))) {
        all.add(folder.resolve(other));
      }
    }
    return SourceFiles.fingerprint(all);
  }

  @Override
  public List<String> files() {
    return sdlFiles().stream().map(Path::toString).toList();
  }
}
