package dev.orrery.gateway.planning.random;

/// Fields that one subgraph takes from another, for good or by label.
final class Overrides {
  private Overrides() {}

  static void make(Plot plot) {
    for (var field : plot.chance.shuffled(plot.leaves)) {
      var s = plot.anySubgraph();
      if (field.homes().size() == 1
          && !field.homes().contains(s)
          && !field.name().startsWith("n")
          && !plot.draft.has(s, field.type(), field.name())
          && (!field.of().contains("Color") || plot.draft.has(s, "Color"))
          && !isProvided(plot, field)
          && plot.chance.oneIn(3)
          && plot.settle(field)) {
        var from = Plot.nameOf(field.homes().iterator().next());
        var label =
            switch (plot.chance.below(3)) {
              case 0 -> "";
              case 1 -> ", label: \"percent(0)\"";
              default -> ", label: \"percent(100)\"";
            };
        plot.ensure(s, field.type());
        plot.draft.field(
            s,
            field.type(),
            field.name(),
            field.text(),
            "@override(from: \"" + from + "\"" + label + ")");
      }
    }
  }

  private static boolean isProvided(Plot plot, Plot.Declared field) {
    return plot.draft.pieces().stream()
        .anyMatch(p ->
            p.directives().stream()
                .anyMatch(
                    d -> d.startsWith("@provides") && d.matches(".*\\b" + field.name() + "\\b.*")));
  }
}
