package dev.orrery.gateway.execution.run;

import dev.orrery.gateway.execution.json.JsonIndex;
import dev.orrery.gateway.execution.program.PathStep;
import dev.orrery.gateway.execution.program.Representation;
import java.util.Arrays;

/// Finds the objects at a path of the data tree, each one once, in the order of the response.
final class TreeWalk {
  private final JsonIndex index;
  private final int typenameKey;
  private final PathStep[] steps;
  private final int visits;
  private int[] found = new int[16];
  private int count;

  private TreeWalk(JsonIndex index, int typenameKey, PathStep[] steps) {
    this.index = index;
    this.typenameKey = typenameKey;
    this.steps = steps;
    this.visits = index.newVisits(steps.length + 1);
  }

  static TreeWalk from(JsonIndex index, int typenameKey, int root, PathStep[] steps) {
    TreeWalk walk = new TreeWalk(index, typenameKey, steps);
    walk.step(0, root);
    return walk;
  }

  int count() {
    return count;
  }

  int object(int position) {
    return found[position];
  }

  private void step(int at, int node) {
    if (node == 0) {
      return;
    }
    boolean object = index.isObject(node);
    // Two places can share one object: what lies below it was seen already.
    if (object && !index.visit(node, visits + at)) {
      return;
    }
    if (at == steps.length) {
      if (object) {
        add(node);
      }
      return;
    }
    switch (steps[at]) {
      case PathStep.Into(var key, var _) -> {
        if (object) {
          step(at + 1, index.field(node, key));
        }
      }
      case PathStep.EveryItem _ -> {
        if (index.isArray(node)) {
          for (int i = 0; i < index.count(node); i++) {
            step(at + 1, index.element(node, i));
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

  private void add(int node) {
    if (count == found.length) {
      found = Arrays.copyOf(found, count * 2);
    }
    found[count++] = node;
  }
}
