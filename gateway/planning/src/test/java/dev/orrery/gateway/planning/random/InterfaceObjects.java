package dev.orrery.gateway.planning.random;

import java.util.List;
import java.util.Set;

/// An interface with a key that one subgraph has as an interface, and others as an object.
final class InterfaceObjects {
  private InterfaceObjects() {}

  static void make(Plot plot) {
    var draft = plot.draft;
    var owner = plot.anySubgraph();
    draft.declare(owner, "interface", "N");
    draft.directive(owner, "N", "@key(fields: \"id\")");
    draft.field(owner, "N", "id", ": ID!");
    draft.field(owner, "N", "label", ": String");
    for (var type : List.of("N1", "N2")) {
      draft.directive(owner, type, "@key(fields: \"id\")");
      draft.implement(owner, type, "N");
      draft.field(owner, type, "id", ": ID!");
      draft.field(owner, type, "label", ": String");
      draft.field(owner, type, "own" + type, ": Int");
    }
    returning(owner, plot);
    var knownAsObject = false;
    for (var s = 0; s < draft.subgraphs(); s++) {
      if (s == owner) {
        continue;
      }
      if (plot.chance.oneIn(3)) {
        // The members are entities of their own: another subgraph may add to one of them.
        draft.directive(s, "N1", "@key(fields: \"id\")");
        draft.field(s, "N1", "id", ": ID!");
        draft.field(s, "N1", "far" + s, ": Int");
      } else {
        knownAsObject = true;
        object(s, plot);
      }
    }
    if (knownAsObject && plot.chance.oneIn(2)) {
      var type = plot.chance.of(plot.entities());
      plot.declare(type, plot.fresh("r"), "", Values.wrapped("N", plot), Set.of(owner));
    }
  }

  private static void object(int s, Plot plot) {
    var draft = plot.draft;
    draft.directive(s, "N", "@interfaceObject");
    draft.directive(s, "N", "@key(fields: \"id\")");
    draft.field(s, "N", "id", ": ID!");
    draft.field(s, "N", "extra" + s, ": Int");
    if (plot.chance.oneIn(2)) {
      draft.field(s, "N", "label", ": String", "@external");
      draft.field(s, "N", "more" + s, ": String", "@requires(fields: \"label\")");
    }
    if (plot.chance.oneIn(2)) {
      draft.field(s, "N", "friend" + s, ": N");
    }
    if (plot.chance.oneIn(2)) {
      var type = plot.chance.of(plot.entities());
      plot.ensure(s, type);
      draft.field(s, "N", "about" + s, ": " + Values.wrapped(type, plot));
    }
    returning(s, plot);
  }

  private static void returning(int subgraph, Plot plot) {
    plot.declare("Query", plot.fresh("q"), "", Values.wrapped("N", plot), Set.of(subgraph));
    if (plot.chance.oneIn(2)) {
      var parent = plot.chance.of(plot.entities());
      plot.declare(parent, plot.fresh("r"), "", Values.wrapped("N", plot), Set.of(subgraph));
    }
  }
}
