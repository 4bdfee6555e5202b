package dev.orrery.gateway.planning.random;

/// An entity whose only key may be null: what lies in other subgraphs is then out of reach.
final class NullableKeys {
  private NullableKeys() {}

  static void make(Plot plot) {
    var draft = plot.draft;
    var home = plot.anySubgraph();
    var key = plot.fresh("mark");
    for (var s = 0; s < draft.subgraphs(); s++) {
      if (s == home || plot.chance.oneIn(2)) {
        draft.directive(s, "K", "@key(fields: \"" + key + "\")");
        draft.field(s, "K", key, ": String", "@shareable");
        draft.field(s, "K", "k" + s, s == home ? ": Int!" : ": Int");
      }
    }
    draft.field(home, "Query", plot.fresh("q"), ": [K]");
    draft.field(home, "Query", plot.fresh("q"), ": K");
    var parent = plot.chance.of(plot.entities());
    plot.ensure(home, parent);
    draft.field(home, parent, plot.fresh("r"), ": [K!]");
  }
}
