package dev.orrery.gateway.planning.random;

import java.util.List;

/// Types without keys that several subgraphs share, and an enum whose values differ.
final class Values {
  private Values() {}

  static void make(Plot plot) {
    for (var s = 0; s < plot.draft.subgraphs(); s++) {
      if (plot.chance.oneIn(2)) {
        value(s, "V0", plot);
        plot.draft.field(s, "Query", "shared", ": V0", "@shareable");
      }
    }
  }

  /// Lets a subgraph know a value type: all of it, for nothing leads from one to another.
  static void value(int subgraph, String type, Plot plot) {
    var draft = plot.draft;
    switch (type) {
      case "V0" -> {
        draft.field(subgraph, "V0", "common", ": String", "@shareable");
        draft.field(subgraph, "V0", "deep", ": [V1!]", "@shareable");
        draft.field(subgraph, "V0", "owner", ": E0", "@shareable");
        plot.ensure(subgraph, "E0");
        value(subgraph, "V1", plot);
      }
      case "V1" -> {
        draft.field(subgraph, "V1", "size", ": Int", "@shareable");
        draft.field(subgraph, "V1", "grid", ": [[Int]!]", "@shareable");
        draft.field(subgraph, "V1", "buddies", ": [[E1]]", "@shareable");
        plot.ensure(subgraph, "E1");
      }
      default -> {}
    }
  }

  /// An enum for answers: every subgraph has values of its own beside a common one.
  static void color(int subgraph, Plot plot) {
    plot.draft.declare(subgraph, "enum", "Color");
    plot.draft.field(subgraph, "Color", "RED", "");
    if (plot.chance.oneIn(2)) {
      plot.draft.field(subgraph, "Color", "GREEN", "");
    }
    if (plot.chance.oneIn(3)) {
      plot.draft.field(subgraph, "Color", "BLUE_" + subgraph, "");
    }
    if (plot.chance.oneIn(6)) {
      plot.draft.field(subgraph, "Color", "SECRET", "", "@inaccessible");
    }
  }

  static String wrapped(String type, Plot plot) {
    return plot.chance
        .of(List.of("%s", "%s!", "[%s]", "[%s!]!", "[[%s]]", "%s", "[%s]"))
        .formatted(type);
  }
}
