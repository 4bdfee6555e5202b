package dev.orrery.launcher.imports;

import java.nio.file.Path;
import java.util.List;

/// A file with bad rows, of which nothing was imported.
public final class ImportRefused extends RuntimeException {
  private final transient List<BadLine> lines;

  /// @param line counted from 1, as editors do
  public record BadLine(int line, String reason) {}

  ImportRefused(Path file, List<BadLine> lines) {
    super(
        "%s: nothing was imported, %d row%s refused"
            .formatted(file, lines.size(), lines.size() == 1 ? " was" : "s were"));
    this.lines = List.copyOf(lines);
  }

  public List<BadLine> lines() {
    return lines;
  }
}
