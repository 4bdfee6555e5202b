package dev.orrery.gateway.execution.run;

import dev.orrery.gateway.execution.json.JsonIndex;
import dev.orrery.gateway.execution.program.PathStep;
import dev.orrery.gateway.execution.program.Representation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/// Finds where objects lie, as lists of data keys and positions. Only errors need this: finding the
/// objects themselves is [TreeWalk]'s job.
final class Locator {
  private final JsonIndex index;
  private final int typenameKey;
  private final PathStep[] steps;
  private final IntPredicate wanted;
  private final int most;
  private final List<Object> path = new ArrayList<>();
  private final List<Found> found;

  /// @param path data keys and positions
  record Found(List<Object> path, int node) {}

  private Locator(
      JsonIndex index,
      int typenameKey,
      PathStep[] steps,
      IntPredicate wanted,
      int most,
      List<Found> found) {
    this.index = index;
    this.typenameKey = typenameKey;
    this.steps = steps;
    this.wanted = wanted;
    this.most = most;
    this.found = found;
  }

  /// Adds every wanted object to `found`, until that holds `most`.
  static void find(
      JsonIndex index,
      int typenameKey,
      int root,
      PathStep[] steps,
      IntPredicate wanted,
      int most,
      List<Found> found) {
    new Locator(index, typenameKey, steps, wanted, most, found).step(0, root);
  }

  private void step(int at, int node) {
    if (node == 0 || found.size() >= most) {
      return;
    }
    boolean object = index.isObject(node);
    if (at == steps.length) {
      if (object && wanted.test(node)) {
        found.add(new Found(List.copyOf(path), node));
      }
      return;
    }
    switch (steps[at]) {
      case PathStep.Into(var key, var name) -> {
        if (object) {
          path.addLast(name);
          step(at + 1, index.field(node, key));
          path.removeLast();
        }
      }
      case PathStep.EveryItem _ -> {
        if (index.isArray(node)) {
          for (int i = 0; i < index.count(node); i++) {
            path.addLast(i);
            step(at + 1, index.element(node, i));
            path.removeLast();
          }
        }
      }
      case PathStep.WhileType(var names) -> {
        if (object && Representation.isOneOf(index, index.field(node, typenameKey), names)) {
          step(at + 1, node);
        }
      }
    }
  }
}
