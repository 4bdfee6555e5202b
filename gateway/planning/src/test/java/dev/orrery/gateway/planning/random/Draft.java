package dev.orrery.gateway.planning.random;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Subgraphs in loose pieces, so that a graph that goes wrong can be made smaller piece by piece.
public final class Draft {
  private final int subgraphs;
  private final Map<Place, String> keywords = new LinkedHashMap<>();
  private final List<Piece> pieces = new ArrayList<>();

  private record Place(int subgraph, String type) {}

  /// What a piece is to its type.
  enum Part {
    DIRECTIVE,
    INTERFACE,
    MEMBER,
    FIELD
  }

  /// @param name of the field, or the text of anything else
  /// @param text the rest: a field's arguments and type
  record Piece(
      int subgraph, String type, Part part, String name, String text, Set<String> directives) {
    Piece {
      directives = new LinkedHashSet<>(directives);
    }
  }

  Draft(int subgraphs) {
    this.subgraphs = subgraphs;
  }

  int subgraphs() {
    return subgraphs;
  }

  /// Says what kind a type is; it is an object type otherwise.
  void declare(int subgraph, String keyword, String type) {
    keywords.put(new Place(subgraph, type), keyword);
  }

  /// Adds a field, unless the subgraph has it.
  ///
  /// @param text its arguments, a colon, and its type; empty for the value of an enum
  void field(int subgraph, String type, String name, String text, String... directives) {
    if (!has(subgraph, type, name)) {
      pieces.add(new Piece(subgraph, type, Part.FIELD, name, text, Set.of(directives)));
    }
  }

  void directive(int subgraph, String type, String text) {
    add(new Piece(subgraph, type, Part.DIRECTIVE, text, "", Set.of()));
  }

  void implement(int subgraph, String type, String name) {
    add(new Piece(subgraph, type, Part.INTERFACE, name, "", Set.of()));
  }

  void member(int subgraph, String union, String name) {
    declare(subgraph, "union", union);
    add(new Piece(subgraph, union, Part.MEMBER, name, "", Set.of()));
  }

  private void add(Piece piece) {
    if (!pieces.contains(piece)) {
      pieces.add(piece);
    }
  }

  boolean has(int subgraph, String type) {
    return pieces.stream().anyMatch(p -> p.subgraph == subgraph && p.type.equals(type));
  }

  boolean has(int subgraph, String type, String field) {
    return pieces.stream()
        .anyMatch(p ->
            p.subgraph == subgraph
                && p.type.equals(type)
                && p.part == Part.FIELD
                && p.name.equals(field));
  }

  /// Puts a directive on a field, in every subgraph that answers it.
  void mark(String type, String field, String directive) {
    for (var piece : pieces) {
      if (piece.part == Part.FIELD
          && piece.type.equals(type)
          && piece.name.equals(field)
          && !piece.directives.contains("@external")) {
        piece.directives.add(directive);
      }
    }
  }

  /// Puts a directive on a field in one subgraph.
  void mark(int subgraph, String type, String field, String directive) {
    for (var piece : pieces) {
      if (piece.part == Part.FIELD
          && piece.subgraph == subgraph
          && piece.type.equals(type)
          && piece.name.equals(field)) {
        piece.directives.add(directive);
      }
    }
  }

  List<Piece> pieces() {
    return pieces;
  }

  /// The same without some pieces.
  Draft without(Set<Piece> gone) {
    var smaller = new Draft(subgraphs);
    smaller.keywords.putAll(keywords);
    pieces.stream().filter(piece -> !gone.contains(piece)).forEach(smaller.pieces::add);
    return smaller;
  }

  /// The SDL of each subgraph.
  public String[] print() {
    var schemas = new String[subgraphs];
    for (var s = 0; s < subgraphs; s++) {
      schemas[s] = print(s);
    }
    return schemas;
  }

  private String print(int subgraph) {
    var types = new LinkedHashMap<String, List<Piece>>();
    for (var piece : pieces) {
      if (piece.subgraph == subgraph) {
        types.computeIfAbsent(piece.type, _ -> new ArrayList<>()).add(piece);
      }
    }
    var out = new StringBuilder();
    types.forEach((type, all) -> print(subgraph, type, all, out));
    return out.toString();
  }

  private void print(int subgraph, String type, List<Piece> all, StringBuilder out) {
    var interfaces = named(all, Part.INTERFACE);
    var members = named(all, Part.MEMBER);
    var fields = all.stream().filter(p -> p.part == Part.FIELD).toList();
    if (fields.isEmpty() && members.isEmpty()) {
      return;
    }
    out.append(keywords.getOrDefault(new Place(subgraph, type), "type")).append(' ').append(type);
    if (!interfaces.isEmpty()) {
      out.append(" implements ").append(String.join(" & ", interfaces));
    }
    named(all, Part.DIRECTIVE).forEach(directive -> out.append(' ').append(directive));
    if (!members.isEmpty()) {
      out.append(" = ").append(String.join(" | ", members)).append('\n');
      return;
    }
    out.append(" {\n");
    for (var field : fields) {
      out.append("  ").append(field.name).append(field.text);
      field.directives.forEach(directive -> out.append(' ').append(directive));
      out.append('\n');
    }
    out.append("}\n");
  }

  private static List<String> named(List<Piece> all, Part part) {
    return all.stream().filter(p -> p.part == part).map(Piece::name).collect(Collectors.toList());
  }
}
