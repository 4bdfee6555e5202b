package dev.orrery.gateway.execution.program;

import dev.orrery.gateway.execution.json.KeyTable;
import dev.orrery.gateway.planning.plan.ContextValue;
import dev.orrery.gateway.planning.plan.EntityGroup;
import dev.orrery.gateway.planning.plan.FetchPath;
import dev.orrery.gateway.planning.plan.PathElement;
import dev.orrery.gateway.planning.plan.PlanNode;
import dev.orrery.gateway.planning.plan.QueryPlan;
import dev.orrery.gateway.planning.plan.RepresentationObject;
import dev.orrery.gateway.planning.plan.ResponseObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Collects every key that a plan ever looks up in an answer.
final class DataKeys {
  private final Set<String> names = new LinkedHashSet<>();

  static KeyTable of(QueryPlan plan) {
    DataKeys keys = new DataKeys();
    keys.names.addAll(List.of("data", "errors", "__typename"));
    keys.add(plan.response());
    if (plan.root() != null) {
      keys.add(plan.root());
    }
    return KeyTable.of(keys.names);
  }

  private void add(ResponseObject object) {
    for (var field : object.fields()) {
      names.add(field.dataKey());
      if (field.object() != null) {
        add(field.object());
      }
    }
  }

  private void add(PlanNode node) {
    switch (node) {
      case PlanNode.Sequence(var steps) -> steps.forEach(this::add);
      case PlanNode.Parallel(var steps) -> steps.forEach(this::add);
      case PlanNode.Conditional(var _, var inner) -> add(inner);
      case PlanNode.Subscription(var event, var rest) -> {
        add(event);
        if (rest != null) {
          add(rest);
        }
      }
      case PlanNode.RootFetch fetch -> fetch.at().forEach(this::add);
      case PlanNode.EntityFetch fetch -> fetch.groups().forEach(this::add);
      case PlanNode.Introspection _ -> {}
    }
  }

  private void add(EntityGroup group) {
    names.add(group.alias());
    group.paths().forEach(this::add);
    add(group.requires());
  }

  private void add(FetchPath path) {
    add(path.elements());
    for (ContextValue value : path.context()) {
      value.selections().forEach(selection -> add(selection.steps()));
    }
  }

  private void add(List<PathElement> elements) {
    for (var element : elements) {
      if (element instanceof PathElement.Key(var key)) {
        names.add(key);
      }
    }
  }

  private void add(RepresentationObject object) {
    for (var shape : object.shapes()) {
      for (var field : shape.fields()) {
        names.add(field.dataKey());
        if (field.object() != null) {
          add(field.object());
        }
      }
    }
  }
}
