package dev.orrery.gateway.execution.run;

import dev.orrery.gateway.execution.json.JsonIndex;
import dev.orrery.gateway.execution.json.JsonOutput;
import dev.orrery.gateway.execution.program.Conditions;
import dev.orrery.gateway.execution.program.PathStep;
import dev.orrery.gateway.execution.program.Place;
import dev.orrery.gateway.execution.program.Program;
import dev.orrery.gateway.execution.program.Representation;
import dev.orrery.gateway.execution.program.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Sorts the objects of a fetch by the values that enclosing objects give them (`@fromContext`):
/// one call can carry only one value per variable.
final class ContextValues {
  private final JsonIndex index;
  private final int typenameKey;
  private final Map<String, Share> shares = new LinkedHashMap<>();

  private ContextValues(JsonIndex index, int typenameKey) {
    this.index = index;
    this.typenameKey = typenameKey;
  }

  /// The objects that one call can carry.
  ///
  /// @param variables JSON members, each with a comma behind it
  /// @param objects for each group of the fetch, in order
  record Share(byte[] variables, List<List<Integer>> objects) {}

  static List<Share> sort(
      Program program, JsonIndex index, int root, boolean[] conditions, Step.EntityFetch fetch) {
    ContextValues values = new ContextValues(index, program.typenameKey());
    for (int group = 0; group < fetch.groups().size(); group++) {
      for (Place place : fetch.groups().get(group).places()) {
        if (place.condition() == Conditions.ALWAYS || conditions[place.condition()]) {
          List<Integer> ancestors = new ArrayList<>();
          values.walk(place, fetch.groups().size(), group, 0, root, ancestors);
        }
      }
    }
    return List.copyOf(values.shares.values());
  }

  private void walk(Place place, int groups, int group, int at, int node, List<Integer> ancestors) {
    if (node == 0) {
      return;
    }
    ancestors.addLast(node);
    if (at == place.steps().length) {
      if (index.isObject(node)) {
        share(place, groups, ancestors).objects.get(group).add(node);
      }
    } else {
      switch (place.steps()[at]) {
        case PathStep.Into(var key, var _) -> {
          if (index.isObject(node)) {
            walk(place, groups, group, at + 1, index.field(node, key), ancestors);
          }
        }
        case PathStep.EveryItem _ -> {
          if (index.isArray(node)) {
            for (int i = 0; i < index.count(node); i++) {
              walk(place, groups, group, at + 1, index.element(node, i), ancestors);
            }
          }
        }
        case PathStep.WhileType(var names) -> {
          if (hasType(node, names)) {
            walk(place, groups, group, at + 1, node, ancestors);
          }
        }
      }
    }
    ancestors.removeLast();
  }

  private Share share(Place place, int groups, List<Integer> ancestors) {
    JsonOutput variables = new JsonOutput(64);
    for (Place.Context value : place.context()) {
      variables.write(value.variable());
      int start = variables.length();
      if (!write(value, ancestors.get(value.depth()), variables)) {
        variables.cut(start);
        variables.writeNull();
      }
      variables.write(',');
    }
    return shares.computeIfAbsent(
        variables.toString(),
        _ -> {
          List<List<Integer>> objects = new ArrayList<>();
          for (int i = 0; i < groups; i++) {
            objects.add(new ArrayList<>());
          }
          return new Share(variables.toByteArray(), objects);
        });
  }

  private boolean write(Place.Context value, int ancestor, JsonOutput out) {
    for (Place.Selection selection : value.selections()) {
      if (selection.onTypes().length == 0 || hasType(ancestor, selection.onTypes())) {
        int start = out.length();
        if (write(selection.steps(), 0, ancestor, out)) {
          return true;
        }
        out.cut(start);
      }
    }
    return false;
  }

  private boolean write(PathStep[] steps, int at, int node, JsonOutput out) {
    if (node == 0) {
      return false;
    }
    if (at == steps.length) {
      out.write(index, node);
      return true;
    }
    return switch (steps[at]) {
      case PathStep.Into(var key, var _) -> {
        if (index.isNull(node)) {
          out.writeNull();
          yield true;
        }
        yield index.isObject(node) && write(steps, at + 1, index.field(node, key), out);
      }
      case PathStep.EveryItem _ -> {
        if (!index.isArray(node)) {
          out.writeNull();
          yield index.isNull(node);
        }
        out.write('[');
        boolean complete = true;
        for (int i = 0; i < index.count(node) && complete; i++) {
          if (i > 0) {
            out.write(',');
          }
          complete = write(steps, at + 1, index.element(node, i), out);
        }
        out.write(']');
        yield complete;
      }
      case PathStep.WhileType(var names) -> hasType(node, names) && write(steps, at + 1, node, out);
    };
  }

  private boolean hasType(int node, byte[][] names) {
    return index.isObject(node)
        && Representation.isOneOf(index, index.field(node, typenameKey), names);
  }
}
