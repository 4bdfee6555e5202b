package dev.orrery.gateway.planning.random;

import java.util.Set;
import java.util.TreeSet;

/// An interface and a union whose members differ between subgraphs.
final class Abstracts {
  private Abstracts() {}

  static void make(Plot plot) {
    interfaces(plot);
    union(plot);
  }

  private static void interfaces(Plot plot) {
    var knowing = plot.chance.some(plot.draft.subgraphs(), 1);
    var implementing = plot.entities().subList(0, 1 + plot.chance.below(plot.entities().size()));
    var withReference = plot.chance.oneIn(2);
    for (var s : knowing) {
      plot.draft.declare(s, "interface", "I");
      plot.draft.field(s, "I", "same", ": String");
      if (withReference) {
        plot.draft.field(s, "I", "next", ": I");
      }
      for (var type : implementing) {
        if (plot.draft.has(s, type) || plot.chance.oneIn(2)) {
          plot.ensure(s, type);
          plot.draft.implement(s, type, "I");
          plot.draft.field(
              s, type, "same", plot.chance.oneIn(3) ? ": String!" : ": String", "@shareable");
          if (withReference) {
            plot.draft.field(s, type, "next", ": I", "@shareable");
          }
        }
      }
    }
    for (var s : knowing) {
      if (plot.draft.pieces().stream()
          .anyMatch(p -> p.subgraph() == s && p.part() == Draft.Part.INTERFACE)) {
        returning("I", Set.of(s), plot);
      }
    }
    // A leaf that all of them have may be a field of the interface in one more subgraph.
    for (var type : implementing) {
      plot.leaves.stream()
          .filter(leaf -> leaf.type().equals(type) && leaf.arguments().isEmpty())
          .findFirst()
          .ifPresent(leaf -> {
            for (var s : leaf.homes()) {
              if (implementing.size() == 1 && plot.draft.has(s, "I")) {
                plot.draft.field(s, "I", leaf.name(), leaf.text());
              }
            }
          });
    }
  }

  private static void union(Plot plot) {
    var knowing = plot.chance.some(plot.draft.subgraphs(), 1);
    for (var s : knowing) {
      for (var type : plot.entities()) {
        if (plot.chance.oneIn(2) || type.equals("E0")) {
          plot.ensure(s, type);
          plot.draft.member(s, "U", type);
        }
      }
      if (plot.chance.oneIn(2)) {
        Values.value(s, "V1", plot);
        plot.draft.member(s, "U", "V1");
      }
    }
    returning("U", knowing, plot);
  }

  /// Fields of that type, each in one of the subgraphs or in several.
  private static void returning(String type, Set<Integer> knowing, Plot plot) {
    for (var s : knowing) {
      plot.declare("Query", plot.fresh("q"), "", Values.wrapped(type, plot), Set.of(s));
      var parent = plot.chance.of(plot.entities());
      var homes = new TreeSet<>(Set.of(s));
      if (plot.chance.oneIn(3)) {
        homes.addAll(knowing);
      }
      plot.references.add(
          plot.declare(parent, plot.fresh("r"), "", Values.wrapped(type, plot), homes));
    }
  }
}
