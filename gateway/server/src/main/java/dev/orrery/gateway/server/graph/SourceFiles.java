package dev.orrery.gateway.server.graph;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Files that a graph is made of.
final class SourceFiles {
  private SourceFiles() {}

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UnusableGraph("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /// The files of a folder with this ending, sorted by name.
  static List<Path> list(Path folder, String ending) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.getFileName().toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UnusableGraph("cannot list %s: %s".formatted(folder, e.getMessage()), e);
    }
  }

  /// Names, sizes and times: changes whenever a file is written.
  static String fingerprint(List<Path> files) {
    return files.stream().map(SourceFiles::fingerprint).collect(Collectors.joining("|"));
  }

  private static String fingerprint(Path file) {
    try {
      return file + ":" + Files.size(file) + ":" + Files.getLastModifiedTime(file).toMillis();
    } catch (IOException e) {
      throw new UnusableGraph("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
