package dev.orrery.gateway.planning.random;

import dev.orrery.gateway.planning.random.Plot.Declared;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Requirements: on one field or several, with arguments, through references and lists, into
/// members of abstract types, and on fields that have requirements themselves.
final class Needs {
  private final Plot plot;

  private Needs(Plot plot) {
    this.plot = plot;
  }

  static void make(Plot plot) {
    var needs = new Needs(plot);
    for (var i = 0; i < 2 + plot.chance.below(5); i++) {
      if (plot.chance.oneIn(3)) {
        needs.nested();
      } else {
        needs.flat();
      }
    }
  }

  private void flat() {
    var first = plot.chance.of(plot.leaves);
    var s = plot.anySubgraph();
    if (!canBeExternal(s, first)) {
      return;
    }
    var wanted = new ArrayList<>(List.of(first));
    plot.leaves.stream()
        .filter(leaf -> leaf.type().equals(first.type()) && leaf != first)
        .filter(leaf -> canBeExternal(s, leaf) && plot.chance.oneIn(3))
        .forEach(wanted::add);
    wanted.forEach(leaf -> plot.external(s, leaf));
    field(s, first.type(), String.join(" ", wanted.stream().map(this::selection).toList()));
    if (!first.arguments().isEmpty() && plot.chance.oneIn(2)) {
      field(s, first.type(), first.name() + "(n: 8)");
    }
  }

  private void nested() {
    var reference = plot.chance.of(plot.references);
    var s = plot.anySubgraph();
    if (!canBeExternal(s, reference)) {
      return;
    }
    var below = below(s, reference.target());
    if (below == null) {
      return;
    }
    plot.external(s, reference);
    field(s, reference.type(), reference.name() + " { " + below + " }");
  }

  /// What to require of an object of the type, made known to the subgraph; null when there is
  /// nothing.
  private String below(int s, String type) {
    return switch (type) {
      case "V0" -> {
        plot.draft.field(s, "V0", "common", ": String", "@shareable");
        yield "common";
      }
      case "V1" -> {
        plot.draft.field(s, "V1", "size", ": Int", "@shareable");
        plot.draft.field(s, "V1", "grid", ": [[Int]!]", "@shareable");
        yield "size grid";
      }
      case "I" -> {
        if (!plot.draft.has(s, "I")) {
          yield null;
        }
        yield "same";
      }
      case "U" -> {
        var leaf = leafOf(s, "E0");
        if (leaf == null) {
          yield null;
        }
        plot.draft.member(s, "U", "E0");
        yield "... on E0 { " + leaf + " }";
      }
      default -> leafOf(s, type);
    };
  }

  private String leafOf(int s, String type) {
    for (var leaf : plot.chance.shuffled(plot.leaves)) {
      if (leaf.type().equals(type)) {
        if (leaf.homes().contains(s)) {
          return selection(leaf);
        }
        if (canBeExternal(s, leaf)) {
          plot.external(s, leaf);
          return selection(leaf);
        }
      }
    }
    return null;
  }

  private boolean canBeExternal(int s, Declared field) {
    return !field.homes().contains(s)
        && (plot.isEntity(field.type()) || plot.draft.has(s, field.type()))
        && !plot.isSettled(field)
        && (!field.of().contains("Color") || plot.draft.has(s, "Color"))
        && (!field.arguments().contains("Filter"));
  }

  private String selection(Declared leaf) {
    return leaf.arguments().isEmpty()
        ? leaf.name()
        : leaf.name() + "(n: " + (3 + plot.chance.below(3)) + ")";
  }

  private void field(int s, String type, String requires) {
    var name = plot.fresh("n");
    plot.draft.field(s, type, name, ": String", "@requires(fields: \"" + requires + "\")");
    plot.leaves.add(new Declared(type, name, "", "String", Set.of(s)));
  }
}
