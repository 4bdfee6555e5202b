package dev.orrery.gateway.composition.merge;

import dev.orrery.gateway.composition.supergraph.Subgraph;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/// Turns the names of subgraphs into values of the enum `join__Graph`.
///
/// Specification: Spec `join` v0.5, enum `join__Graph`.
final class GraphNames {
  private GraphNames() {}

  static List<Subgraph> subgraphs(Subgraphs subgraphs) {
    var named = new ArrayList<Subgraph>();
    var taken = new HashSet<String>();
    for (var subgraph : subgraphs.all()) {
      var base = identifier(subgraph.name()).toUpperCase(Locale.ROOT);
      var graph = base;
      for (var count = 2; !taken.add(graph); count++) {
        graph = base + "_" + count;
      }
      named.add(new Subgraph(graph, subgraph.name(), subgraph.url()));
    }
    return named;
  }

  /// The name with what GraphQL does not allow in names replaced by `_`.
  static String identifier(String name) {
    var replaced = name.replaceAll("[^A-Za-z0-9_]", "_");
    return replaced.isEmpty() || Character.isDigit(replaced.charAt(0)) ? "_" + replaced : replaced;
  }
}
