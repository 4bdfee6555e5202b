package dev.orrery.gateway.composition;

import dev.orrery.gateway.composition.findings.CompositionError;
import dev.orrery.gateway.composition.findings.CompositionHint;
import dev.orrery.gateway.composition.findings.SourceLocation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Prints errors and hints as a good compiler does: what, where with the line itself, and the way
/// out.
final class Diagnostics {
  private static final int MOST_PLACES = 4;

  private final Map<String, SubgraphFiles.Entry> bySubgraph = new HashMap<>();

  Diagnostics(List<SubgraphFiles.Entry> entries) {
    entries.forEach(entry -> bySubgraph.put(entry.source().name(), entry));
  }

  String text(CompositionError error) {
    return text(
            "error[%s]: %s".formatted(error.code(), error.message()),
            error.subgraphs(),
            error.coordinates(),
            error.locations())
        + "  = help: %s\n".formatted(error.help());
  }

  String text(CompositionHint hint) {
    return text(
        "hint[%s]: %s".formatted(hint.code(), hint.message()),
        hint.subgraphs(),
        hint.coordinates(),
        hint.locations());
  }

  private String text(
      String heading,
      List<String> subgraphs,
      List<String> coordinates,
      List<SourceLocation> locations) {
    var text = new StringBuilder(heading).append('\n');
    locations.stream().limit(MOST_PLACES).forEach(location -> text.append(excerpt(location)));
    if (locations.size() > MOST_PLACES) {
      text.append("  ... and %d more places\n".formatted(locations.size() - MOST_PLACES));
    }
    text.append("  = at: ").append(String.join(", ", coordinates));
    if (locations.isEmpty() && !subgraphs.isEmpty()) {
      text.append(" in ").append(String.join(", ", subgraphs));
    }
    return text.append('\n').toString();
  }

  /// How much of a line the element at its start takes: up to the bracket or comma that ends the
  /// list around it, or all.
  private static int lengthOfElement(String line) {
    var depth = 0;
    for (var i = 0; i < line.length(); i++) {
      var c = line.charAt(i);
      if ("([{".indexOf(c) >= 0) {
        depth++;
      } else if (depth == 0 && ",)]}".indexOf(c) >= 0) {
        return line.substring(0, i).stripTrailing().length();
      } else if (")]}".indexOf(c) >= 0) {
        depth--;
      }
    }
    return line.length();
  }

  private String excerpt(SourceLocation location) {
    var entry = bySubgraph.get(location.subgraph());
    if (entry == null) {
      return "";
    }
    var line =
        entry
            .source()
            .sdl()
            .lines()
            .skip(location.line() - 1L)
            .findFirst()
            .orElse("")
            .stripTrailing();
    var number = String.valueOf(location.line());
    var margin = " ".repeat(number.length());
    var from = Math.min(location.column() - 1, line.length());
    var marked = lengthOfElement(line.substring(from));
    return """
    %s--> %s:%d (subgraph %s)
    %s |
    %s | %s
    %s | %s%s
    """
        .formatted(
            margin,
            entry.place(location.line()),
            location.column(),
            location.subgraph(),
            margin,
            number,
            line,
            margin,
            line.substring(0, from).replaceAll("[^\t]", " "),
            "^".repeat(Math.max(1, marked)));
  }
}
