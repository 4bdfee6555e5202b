package dev.orrery.gateway.planning.fetch;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The fetches of a plan and which comes after which.
final class FetchGraph {
  private final Set<FetchNode> nodes = new LinkedHashSet<>();

  Set<FetchNode> nodes() {
    return nodes;
  }

  void add(FetchNode node) {
    nodes.add(node);
  }

  /// Takes `node` away; whatever came after it now comes after `heirs`.
  void replace(FetchNode node, Set<FetchNode> heirs) {
    nodes.remove(node);
    for (var other : nodes) {
      if (other.after().remove(node)) {
        heirs.stream().filter(heir -> heir != other).forEach(other.after()::add);
      }
    }
  }

  List<FetchNode> dependents(FetchNode node) {
    return nodes.stream().filter(other -> other.after().contains(node)).toList();
  }

  /// For each fetch how many waves come before it.
  Map<FetchNode, Integer> waves() {
    var waves = new HashMap<FetchNode, Integer>();
    nodes.forEach(node -> wave(node, waves));
    return waves;
  }

  private static int wave(FetchNode node, Map<FetchNode, Integer> waves) {
    var known = waves.get(node);
    if (known != null) {
      return known;
    }
    var wave = 0;
    for (var before : node.after()) {
      wave = Math.max(wave, wave(before, waves) + 1);
    }
    waves.put(node, wave);
    return wave;
  }

  /// The last wave each fetch could run in without the whole taking longer.
  Map<FetchNode, Integer> latestWaves(Map<FetchNode, Integer> waves) {
    var last = waves.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    var latest = new HashMap<FetchNode, Integer>();
    nodes.forEach(node -> latest.put(node, last));
    // A fetch comes after those it depends on, so going back by waves meets each one before what it
    // waits for.
    nodes.stream()
        .sorted(Comparator.comparing((FetchNode node) -> waves.getOrDefault(node, 0)).reversed())
        .forEach(node -> {
          var before = latest.getOrDefault(node, last) - 1;
          node.after().forEach(other -> latest.merge(other, before, Math::min));
        });
    return latest;
  }
}
