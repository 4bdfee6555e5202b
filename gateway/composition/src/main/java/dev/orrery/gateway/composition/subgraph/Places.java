package dev.orrery.gateway.composition.subgraph;

import dev.orrery.gateway.composition.findings.Findings.Place;
import graphql.language.AbstractDescribedNode;
import graphql.language.Node;
import java.util.List;

/// Turns the parser's locations into places of a subgraph. The parser counts a description as part
/// of what it describes; a place is where the definition itself begins.
final class Places {
  private static final String BLOCK = "\"\"\"";

  private final String subgraph;
  private final List<String> lines;

  Places(String subgraph, String sdl) {
    this.subgraph = subgraph;
    this.lines = sdl.lines().toList();
  }

  Place of(Node<?> node) {
    var location = node.getSourceLocation();
    if (location == null) {
      return Place.in(subgraph);
    }
    var described = node instanceof AbstractDescribedNode<?> it && it.getDescription() != null;
    return described
        ? afterDescription(location.getLine(), location.getColumn())
        : new Place(subgraph, location.getLine(), location.getColumn());
  }

  private Place afterDescription(int line, int column) {
    var text = line(line).substring(Math.min(column - 1, line(line).length()));
    if (!text.startsWith(BLOCK)) {
      return skipSpace(line, column + closingQuote(text) + 1);
    }
    var from = column - 1 + BLOCK.length();
    for (var at = line; at <= lines.size(); at++) {
      var end = line(at).replace("\\" + BLOCK, "    ").indexOf(BLOCK, from);
      if (end >= 0) {
        return skipSpace(at, end + BLOCK.length() + 1);
      }
      from = 0;
    }
    return new Place(subgraph, line, column);
  }

  private static int closingQuote(String text) {
    var at = 1;
    while (at < text.length() && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return at;
  }

  /// The first place from here on that holds more than space, commas and comments.
  private Place skipSpace(int line, int column) {
    var from = column - 1;
    for (var at = line; at <= lines.size(); at++) {
      var text = line(at);
      while (from < text.length() && " \t,".indexOf(text.charAt(from)) >= 0) {
        from++;
      }
      if (from < text.length() && text.charAt(from) != '#') {
        return new Place(subgraph, at, from + 1);
      }
      from = 0;
    }
    return new Place(subgraph, line, column);
  }

  private String line(int number) {
    return number <= lines.size() ? lines.get(number - 1) : "";
  }
}
