package dev.orrery.gateway.composition.satisfiability;

import dev.orrery.gateway.composition.supergraph.JoinField;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Says, for a field that cannot be had, what stops each way to it.
final class Reasons {
  private final Supergraph supergraph;
  private final Reach reach;

  Reasons(Supergraph supergraph, Reach reach) {
    this.supergraph = supergraph;
    this.reach = reach;
  }

  String explain(String object, String field, Set<Spot> spots) {
    var text = new StringBuilder();
    for (var spot : spots) {
      text.append("\n- from subgraph \"").append(spot.subgraph()).append("\":");
      var reached = reach.from(object, spot);
      for (var each : reached) {
        text.append("\n  - ").append(missing(object, field, each));
      }
      for (var entrance : unreached(object, field, reached)) {
        text.append("\n  - ").append(entrance);
      }
    }
    return text.toString();
  }

  private String missing(String object, String name, Spot spot) {
    var field = supergraph.composite(spot.type()).fields().get(name);
    var join = field == null ? null : field.in(spot.subgraph()).orElse(null);
    var where =
        "subgraph \"%s\" cannot resolve \"%s.%s\": ".formatted(spot.subgraph(), object, name);
    if (join == null) {
      return where + "it does not define the field";
    }
    if (join.external()) {
      return where + "the field is @external there";
    }
    if (!join.resolvedHere()) {
      return where + "the field is overridden by another subgraph";
    }
    if (join.requires() != null) {
      return where
          + "the @requires(fields: \"%s\") of the field cannot be satisfied"
              .formatted(join.requires());
    }
    if (!join.contextArguments().isEmpty()) {
      return where + "the context that its arguments need is not set on this path";
    }
    return where + "its progressive override excludes it";
  }

  private List<String> unreached(String object, String name, Set<Spot> reached) {
    var texts = new ArrayList<String>();
    var holders = new LinkedHashSet<Spot>();
    var types = new ArrayList<String>();
    types.add(object);
    types.addAll(supergraph.composite(object).interfaces());
    for (var type : types) {
      var field = supergraph.composite(type).fields().get(name);
      if (field != null) {
        field.joins().stream()
            .filter(JoinField::resolvedHere)
            .filter(join ->
                type.equals(object)
                    || supergraph.composite(type).isInterfaceObjectIn(join.subgraph()))
            .forEach(join -> holders.add(Spot.plain(join.subgraph(), type)));
      }
    }
    for (var holder : holders) {
      if (reached.stream().anyMatch(it -> it.subgraph().equals(holder.subgraph()))) {
        continue;
      }
      var keys =
          reach.entrances(object).stream()
              .filter(it -> it.subgraph().equals(holder.subgraph()))
              .map(it -> "@key(fields: \"%s\")".formatted(it.key()))
              .distinct()
              .toList();
      texts.add(
          keys.isEmpty()
              ? "cannot move to subgraph \"%s\", which has field \"%s.%s\", because type \"%s\" has no resolvable @key in subgraph \"%s\""
                  .formatted(holder.subgraph(), object, name, holder.type(), holder.subgraph())
              : "cannot move to subgraph \"%s\", which has field \"%s.%s\", by %s: the key field(s) cannot be resolved on this path"
                  .formatted(holder.subgraph(), object, name, String.join(" or ", keys)));
    }
    return texts;
  }
}
