package dev.orrery.gateway.planning.fetch;

import dev.orrery.gateway.planning.operation.Budget;
import dev.orrery.gateway.planning.path.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Asks a subgraph once about an object where several fetches would. A fetch that nothing waits for
/// may move to a later wave for it, as long as the whole takes no longer.
///
/// ```
/// Fetch(b) at user, sending { id } { name }              becomes
/// Fetch(b) at user, sending { id weight } { price }      Fetch(b) at user, sending { id weight } { name price }
/// ```
final class MergeFetchesAtSamePlace implements FetchPass {
  @Override
  public boolean apply(FetchGraph graph, Budget budget) {
    var changed = false;
    while (mergeOne(graph, budget)) {
      changed = true;
    }
    return changed;
  }

  private static boolean mergeOne(FetchGraph graph, Budget budget) {
    budget.checkTime();
    var places = new LinkedHashMap<Place, List<FetchNode>>();
    for (var node : graph.nodes()) {
      places
          .computeIfAbsent(
              new Place(node.group(), node.at(), node.subgraph(), node.isRoot()),
              _ -> new ArrayList<>())
          .add(node);
    }
    places.values().removeIf(nodes -> nodes.size() < 2);
    if (places.isEmpty()) {
      return false;
    }
    var waves = graph.waves();
    var latest = graph.latestWaves(waves);
    return places.values().stream()
        .anyMatch(nodes -> mergeOne(graph, nodes, waves, latest, budget));
  }

  private record Place(int group, Position at, String subgraph, boolean root) {}

  private static boolean mergeOne(
      FetchGraph graph,
      List<FetchNode> nodes,
      Map<FetchNode, Integer> waves,
      Map<FetchNode, Integer> latest,
      Budget budget) {
    for (var i = 0; i < nodes.size(); i++) {
      for (var j = i + 1; j < nodes.size(); j++) {
        budget.spend();
        var one = nodes.get(i);
        var other = nodes.get(j);
        if (fit(one, other) && inTime(one, other, waves, latest)) {
          merge(graph, one, other);
          return true;
        }
      }
    }
    return false;
  }

  private static boolean inTime(
      FetchNode one,
      FetchNode other,
      Map<FetchNode, Integer> waves,
      Map<FetchNode, Integer> latest) {
    var wave = Math.max(waves.getOrDefault(one, 0), waves.getOrDefault(other, 0));
    return wave <= latest.getOrDefault(one, 0)
        && wave <= latest.getOrDefault(other, 0)
        && !one.dependsOn(other)
        && !other.dependsOn(one);
  }

  private static boolean fit(FetchNode one, FetchNode other) {
    for (var mine : one.branches().values()) {
      for (var theirs : other.branches().values()) {
        if (mine.entrance().equals(theirs.entrance())) {
          if (!mine.goesWith(theirs)) {
            return false;
          }
        } else if (everyObject(one, mine) || everyObject(other, theirs)) {
          return false;
        }
      }
    }
    return one.branches().values().stream().allMatch(b -> b.context().isEmpty())
        == other.branches().values().stream().allMatch(b -> b.context().isEmpty());
  }

  private static boolean everyObject(FetchNode node, FetchNode.Branch branch) {
    return branch.entrance().view().equals(node.at().type());
  }

  private static void merge(FetchGraph graph, FetchNode into, FetchNode gone) {
    for (var branch : gone.branches().values()) {
      var mine = into.branches().putIfAbsent(branch.entrance(), branch);
      if (mine != null) {
        mine.addAll(branch);
      }
    }
    if (into.root() != null && gone.root() != null) {
      into.root().addAll(gone.root());
    }
    into.after().addAll(gone.after());
    graph.replace(gone, java.util.Set.of(into));
  }
}
