package dev.orrery.gateway.planning.random;

import java.util.List;
import java.util.TreeSet;

/// Makes subgraphs by chance, with everything that federation has to offer. Not every graph
/// composes: the composer decides what is a graph.
public final class RandomGraph {
  private static final List<String> SCALARS =
      List.of(
          "Int",
          "String",
          "String!",
          "Float",
          "Boolean",
          "[String]",
          "[[Int]]",
          "[[Int!]!]!",
          "Color",
          "[Color!]");

  private final Plot plot;

  private RandomGraph(long seed) {
    this.plot = new Plot(seed);
  }

  /// The subgraphs of a seed.
  public static Draft of(long seed) {
    return new RandomGraph(seed).make();
  }

  private Draft make() {
    var entities = 2 + plot.chance.below(3);
    for (var e = 0; e < entities; e++) {
      plot.entity("E" + e);
    }
    Values.make(plot);
    plot.entities().forEach(this::fields);
    Abstracts.make(plot);
    roots();
    var chance = plot.chance;
    if (chance.oneIn(2)) {
      Inputs.make(plot);
    }
    if (chance.oneIn(3)) {
      InterfaceObjects.make(plot);
    }
    if (chance.oneIn(4)) {
      Contexts.make(plot);
    }
    if (chance.oneIn(4)) {
      NullableKeys.make(plot);
    }
    Needs.make(plot);
    if (chance.oneIn(2)) {
      Provisions.make(plot);
    }
    if (chance.oneIn(2)) {
      Overrides.make(plot);
    }
    if (chance.oneIn(2)) {
      mutations();
    }
    hideSome();
    stubs();
    return plot.draft;
  }

  private void fields(String type) {
    var chance = plot.chance;
    for (var i = 0; i < 2 + chance.below(3); i++) {
      var homes = chance.some(plot.draft.subgraphs(), 1);
      var of = chance.of(SCALARS);
      var arguments = chance.oneIn(5) ? "(n: Int)" : "";
      var field = plot.declare(type, plot.fresh("s"), arguments, of, homes);
      if (of.contains("Color")) {
        homes.forEach(s -> Values.color(s, plot));
      }
      plot.leaves.add(field);
    }
    for (var i = 0; i < 1 + chance.below(2); i++) {
      var target = chance.of(List.of(chance.of(plot.entities()), "V0", "V1"));
      reference(type, target);
    }
  }

  private void reference(String type, String target) {
    var homes = plot.chance.some(plot.draft.subgraphs(), 1);
    var field = plot.declare(type, plot.fresh("r"), "", Values.wrapped(target, plot), homes);
    homes.forEach(s -> plot.ensure(s, target));
    homes.forEach(s -> Values.value(s, target, plot));
    plot.references.add(field);
  }

  private void roots() {
    for (var type : plot.entities()) {
      for (var i = 0; i < 1 + plot.chance.below(2); i++) {
        var homes = new TreeSet<>(List.of(plot.anySubgraph()));
        if (plot.chance.oneIn(3)) {
          homes.add(plot.anySubgraph());
        }
        plot.declare("Query", plot.fresh("q"), "", Values.wrapped(type, plot), homes);
        homes.forEach(s -> plot.ensure(s, type));
      }
    }
  }

  /// Several in one subgraph and in others, so that neighbours and strangers follow one another.
  private void mutations() {
    for (var i = 0; i < 2 + plot.chance.below(4); i++) {
      var s = plot.anySubgraph();
      var type = plot.chance.of(plot.entities());
      plot.ensure(s, type);
      plot.declare(
          "Mutation",
          plot.fresh("m"),
          plot.chance.oneIn(2) ? "(n: Int)" : "",
          plot.chance.oneIn(4) ? "Int" : Values.wrapped(type, plot),
          new TreeSet<>(List.of(s)));
    }
  }

  private void hideSome() {
    for (var leaf : plot.leaves) {
      if (plot.chance.oneIn(10)) {
        plot.draft.mark(leaf.type(), leaf.name(), "@inaccessible");
      }
    }
  }

  /// Some subgraphs that know of an entity nothing but its key do not resolve it.
  private void stubs() {
    for (var type : plot.entities()) {
      for (var s = 0; s < plot.draft.subgraphs(); s++) {
        var subgraph = s;
        var own =
            plot.draft.pieces().stream()
                .filter(p -> p.subgraph() == subgraph && p.type().equals(type))
                .filter(p -> p.part() == Draft.Part.FIELD)
                .allMatch(p -> List.of("id", "code", "ref", "parts", "tenant").contains(p.name()));
        if (own && plot.draft.has(s, type) && plot.chance.oneIn(2)) {
          plot.draft
              .pieces()
              .replaceAll(p ->
                  p.subgraph() == subgraph
                          && p.type().equals(type)
                          && p.part() == Draft.Part.DIRECTIVE
                          && p.name().startsWith("@key")
                      ? new Draft.Piece(
                          subgraph,
                          type,
                          p.part(),
                          p.name().replace("\")", "\", resolvable: false)"),
                          "",
                          p.directives())
                      : p);
        }
      }
    }
  }
}
