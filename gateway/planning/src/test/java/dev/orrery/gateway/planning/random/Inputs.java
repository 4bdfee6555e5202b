package dev.orrery.gateway.planning.random;

import java.util.Set;

/// Arguments of all kinds; an input type and an enum of which subgraphs know different parts.
final class Inputs {
  private Inputs() {}

  static void make(Plot plot) {
    var draft = plot.draft;
    for (var s : plot.chance.some(draft.subgraphs(), 1)) {
      draft.declare(s, "enum", "Sort");
      draft.field(s, "Sort", "UP", "");
      draft.field(s, "Sort", "DOWN", "");
      draft.declare(s, "input", "Filter");
      draft.field(s, "Filter", "from", ": Int = 3");
      draft.field(s, "Filter", "names", ": [String!]");
      if (plot.chance.oneIn(2)) {
        draft.field(s, "Filter", "sort", ": Sort");
        draft.field(s, "Filter", "also", ": Filter");
      }
      if (plot.chance.oneIn(3)) {
        draft.field(s, "Sort", "SIDEWAYS", "");
      }
      var type = plot.chance.of(plot.entities());
      plot.declare(
          type,
          plot.fresh("f"),
          "(filter: Filter, sort: Sort = UP, ids: [ID!], some: Float)",
          "String",
          Set.of(s));
      plot.declare(
          "Query",
          plot.fresh("f"),
          "(filter: Filter!, on: Boolean! = true)",
          Values.wrapped(type, plot),
          Set.of(s));
    }
  }
}
