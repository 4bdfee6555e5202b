package dev.orrery.launcher.imports;

import dev.orrery.launcher.graph.GraphRefusal;
import dev.orrery.launcher.imports.ImportRefused.BadLine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Tells the rows that the graph refused by their lines in the file.
final class RefusedRows {
  private RefusedRows() {}

  /// @return what to throw: the bad lines, or the refusal itself when it names no rows
  static RuntimeException of(Path file, GraphRefusal refusal, List<Integer> lines) {
    List<BadLine> bad = new ArrayList<>();
    refusal
        .rows()
        .forEach(row ->
            bad.add(
                new BadLine(lines.get(row.path("index").asInt()), row.path("message").asText())));
    return bad.isEmpty() ? refusal : new ImportRefused(file, bad);
  }
}
