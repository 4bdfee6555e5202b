package dev.orrery.gateway.execution.run;

import dev.orrery.gateway.planning.plan.EntityGroup;
import dev.orrery.gateway.planning.plan.FetchPath;
import dev.orrery.gateway.planning.plan.PathElement;
import dev.orrery.gateway.planning.plan.PlanNode;
import dev.orrery.gateway.planning.plan.RepresentationObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the fetches of a plan take from the data tree to make their requests: keys, required
/// fields, contexts. Only errors need this.
final class Inputs {
  private final List<EntityGroup> groups = new ArrayList<>();

  Inputs(@Nullable PlanNode plan) {
    if (plan != null) {
      collect(plan);
    }
  }

  private void collect(PlanNode node) {
    switch (node) {
      case PlanNode.Sequence(var steps) -> steps.forEach(this::collect);
      case PlanNode.Parallel(var steps) -> steps.forEach(this::collect);
      case PlanNode.Conditional(_, var inner) -> collect(inner);
      case PlanNode.Subscription(_, var rest) -> {
        if (rest != null) {
          collect(rest);
        }
      }
      case PlanNode.EntityFetch fetch -> groups.addAll(fetch.groups());
      case PlanNode.RootFetch _, PlanNode.Introspection _ -> {}
    }
  }

  /// Whether a fetch takes the value at this place.
  ///
  /// @param path data keys and positions
  /// @param types the type of the object that each element was found in; null for those of lists,
  ///   and where the data do not tell
  boolean take(List<?> path, List<@Nullable String> types) {
    for (EntityGroup group : groups) {
      for (FetchPath from : group.paths()) {
        int start = end(from.elements(), path, types);
        if (start >= 0 && takes(group.requires(), path, types, start)) {
          return true;
        }
        if (from.context().stream()
            .anyMatch(value ->
                value.selections().stream()
                    .anyMatch(selection -> {
                      List<PathElement> steps =
                          new ArrayList<>(from.elements().subList(0, value.ancestorDepth()));
                      steps.addAll(selection.steps());
                      return end(steps, path, types) == path.size();
                    }))) {
          return true;
        }
      }
    }
    return false;
  }

  /// How many elements of the path the steps go along; below 0 when they lead elsewhere.
  private static int end(List<PathElement> steps, List<?> path, List<@Nullable String> types) {
    int at = 0;
    for (PathElement step : steps) {
      if (step instanceof PathElement.OnTypes(var names)) {
        String type = at < types.size() ? types.get(at) : null;
        if (type != null && !names.contains(type)) {
          return -1;
        }
      } else if (at == path.size() || !leads(step, path.get(at++))) {
        return -1;
      }
    }
    return at;
  }

  private static boolean leads(PathElement step, Object element) {
    return switch (step) {
      case PathElement.Key(var key) -> key.equals(element);
      case PathElement.EveryItem _ -> element instanceof Number;
      case PathElement.OnTypes _ -> false;
    };
  }

  private static boolean takes(
      @Nullable RepresentationObject object,
      List<?> path,
      List<@Nullable String> types,
      int start) {
    int at = start;
    while (at < path.size() && path.get(at) instanceof Number) {
      at++;
    }
    // Without an object to choose from, the whole value is taken.
    if (at == path.size() || object == null) {
      return true;
    }
    int here = at;
    String type = types.get(here);
    return object.shapes().stream()
        .filter(
            shape -> type == null || shape.onTypes().isEmpty() || shape.onTypes().contains(type))
        .flatMap(shape -> shape.fields().stream())
        .anyMatch(field ->
            field.dataKey().equals(path.get(here)) && takes(field.object(), path, types, here + 1));
  }
}
