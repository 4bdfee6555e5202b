package dev.orrery.gateway.planning.fetch;

import dev.orrery.gateway.planning.operation.Budget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Puts entity fetches for one subgraph into one call where they run in one wave. A fetch that
/// nothing waits for is put off to a later wave in which its subgraph is called anyway: the answer
/// is complete no later.
///
/// ```
/// wave 1: Fetch(b) at users     becomes     wave 1: Call(b) { at users, at products }
/// wave 1: Fetch(b) at products
/// ```
final class CallsByWave {
  private CallsByWave() {}

  private record Slot(int group, int wave, String subgraph) {}

  static List<Call> of(FetchGraph graph, Budget budget) {
    var waves = putOff(graph, budget);
    var calls = new LinkedHashMap<Object, Call>();
    var callOf = new HashMap<FetchNode, Call>();
    for (var node : graph.nodes()) {
      var wave = Objects.requireNonNull(waves.get(node));
      var slot = node.isRoot() ? node : new Slot(node.group(), wave, node.subgraph());
      var call = calls.computeIfAbsent(slot, _ -> new Call());
      call.fetches().add(node);
      callOf.put(node, call);
    }
    for (var node : graph.nodes()) {
      var call = Objects.requireNonNull(callOf.get(node));
      for (var before : node.after()) {
        call.after().add(Objects.requireNonNull(callOf.get(before)));
      }
    }
    return new ArrayList<>(calls.values());
  }

  private static Map<FetchNode, Integer> putOff(FetchGraph graph, Budget budget) {
    var waves = graph.waves();
    var latest = graph.latestWaves(waves);
    var result = new HashMap<>(waves);
    for (var node : graph.nodes()) {
      budget.checkTime();
      if (node.isRoot() || !graph.dependents(node).isEmpty()) {
        continue;
      }
      var earliest = Objects.requireNonNull(waves.get(node));
      var last = Objects.requireNonNull(latest.get(node));
      graph.nodes().stream()
          .filter(other -> other != node && !other.isRoot())
          .filter(
              other -> other.group() == node.group() && other.subgraph().equals(node.subgraph()))
          .filter(other -> !graph.dependents(other).isEmpty())
          .mapToInt(other -> Objects.requireNonNull(waves.get(other)))
          .filter(wave -> wave >= earliest && wave <= last)
          .min()
          .ifPresentOrElse(
              wave -> result.put(node, wave),
              () -> result.put(node, Math.min(last, latestOfLeaves(graph, node, waves))));
    }
    return result;
  }

  private static int latestOfLeaves(
      FetchGraph graph, FetchNode node, Map<FetchNode, Integer> waves) {
    return graph.nodes().stream()
        .filter(other -> !other.isRoot() && other.group() == node.group())
        .filter(other -> other.subgraph().equals(node.subgraph()))
        .filter(other -> graph.dependents(other).isEmpty())
        .mapToInt(other -> Objects.requireNonNull(waves.get(other)))
        .max()
        .orElse(0);
  }
}
