package dev.orrery.gateway.planning.fetch;

import java.util.HashMap;
import java.util.stream.Collectors;

/// Draws a fetch graph for people: one line for each fetch with the numbers of those it comes
/// after.
final class FetchGraphPrinter {
  private FetchGraphPrinter() {}

  static String print(FetchGraph graph) {
    var numbers = new HashMap<FetchNode, Integer>();
    graph.nodes().forEach(node -> numbers.put(node, numbers.size()));
    var out = new StringBuilder();
    for (var node : graph.nodes()) {
      out.append(numbers.get(node)).append(": Fetch(").append(node.subgraph()).append(") at \"");
      out.append(node.at()).append('"');
      if (!node.after().isEmpty()) {
        out.append(" after ");
        out.append(
            node.after().stream()
                .map(numbers::get)
                .sorted()
                .map(String::valueOf)
                .collect(Collectors.joining(" ")));
      }
      for (var branch : node.branches().values()) {
        out.append("\n     sending ").append(branch.typename()).append(" { ");
        out.append(
            branch.input().stream().map(f -> f.slot().toString()).collect(Collectors.joining(" ")));
        out.append(" } for ").append(branch.entrance().view());
      }
      for (var selection : node.selections()) {
        out.append("\n     asking ").append(selection.type());
        selection(selection, out);
      }
      out.append('\n');
    }
    return out.toString();
  }

  private static void selection(Selection selection, StringBuilder out) {
    out.append(" {");
    if (selection.asksTypename()) {
      out.append(" __typename");
    }
    for (var field : selection.fields()) {
      out.append(' ').append(field.slot());
      if (!field.condition().isAlways()) {
        out.append(" if ").append(field.condition());
      }
      if (field.below() != null) {
        selection(field.below(), out);
      }
    }
    out.append(" }");
  }
}
