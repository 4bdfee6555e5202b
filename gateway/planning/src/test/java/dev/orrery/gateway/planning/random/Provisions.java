package dev.orrery.gateway.planning.random;

import dev.orrery.gateway.planning.random.Plot.Declared;

/// `@provides`: on fields of the root and of entities, one level deep or two, and for members of a
/// union.
final class Provisions {
  private final Plot plot;

  private Provisions(Plot plot) {
    this.plot = plot;
  }

  static void make(Plot plot) {
    var provisions = new Provisions(plot);
    for (var i = 0; i < 1 + plot.chance.below(3); i++) {
      provisions.one();
    }
  }

  private void one() {
    var s = plot.anySubgraph();
    var type = plot.chance.of(plot.entities());
    var set = set(s, type, 2);
    if (set == null) {
      return;
    }
    if (plot.draft.has(s, "U") && plot.chance.oneIn(3)) {
      plot.draft.member(s, "U", type);
      plot.draft.field(
          s,
          "Query",
          plot.fresh("p"),
          ": " + Values.wrapped("U", plot),
          "@provides(fields: \"... on " + type + " { " + set + " }\")");
      return;
    }
    var parent = plot.chance.oneIn(2) ? "Query" : plot.chance.of(plot.entities());
    plot.ensure(s, parent);
    plot.draft.field(
        s,
        parent,
        plot.fresh("p"),
        ": " + Values.wrapped(type, plot),
        "@provides(fields: \"" + set + "\")");
  }

  private String set(int s, String type, int depth) {
    if (depth > 1 && plot.chance.oneIn(3)) {
      for (var reference : plot.chance.shuffled(plot.references)) {
        if (reference.type().equals(type)
            && plot.isEntity(reference.target())
            && fits(s, reference)) {
          var below = set(s, reference.target(), depth - 1);
          if (below != null) {
            provide(s, reference);
            return reference.name() + " { " + below + " }";
          }
        }
      }
    }
    for (var leaf : plot.chance.shuffled(plot.leaves)) {
      if (leaf.type().equals(type) && fits(s, leaf)) {
        provide(s, leaf);
        return leaf.name();
      }
    }
    return null;
  }

  private boolean fits(int s, Declared field) {
    return !field.homes().contains(s)
        && field.arguments().isEmpty()
        && !field.name().startsWith("n")
        && !plot.isSettled(field)
        && (!field.of().contains("Color") || plot.draft.has(s, "Color"));
  }

  private void provide(int s, Declared field) {
    plot.external(s, field);
    plot.draft.mark(field.type(), field.name(), "@shareable");
  }
}
