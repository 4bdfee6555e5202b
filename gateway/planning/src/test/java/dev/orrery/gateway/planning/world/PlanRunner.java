package dev.orrery.gateway.planning.world;

import dev.orrery.gateway.planning.plan.ContextValue;
import dev.orrery.gateway.planning.plan.EntityGroup;
import dev.orrery.gateway.planning.plan.FetchPath;
import dev.orrery.gateway.planning.plan.OutputType;
import dev.orrery.gateway.planning.plan.PathElement;
import dev.orrery.gateway.planning.plan.PlanNode;
import dev.orrery.gateway.planning.plan.QueryPlan;
import dev.orrery.gateway.planning.plan.RepresentationObject;
import dev.orrery.gateway.planning.plan.RepresentationShape.Typename;
import dev.orrery.gateway.planning.plan.ResponseField;
import dev.orrery.gateway.planning.plan.ResponseObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Runs plans the plain way, over maps, to see whether they are right. Errors of subgraphs are
/// collected, not forgiven.
final class PlanRunner {
  private final Map<String, Server> subgraphs;
  private final QueryPlan plan;
  private final Map<String, Object> variables;
  private final Map<String, Object> data = new LinkedHashMap<>();
  private final List<String> errors = new ArrayList<>();

  PlanRunner(Map<String, Server> subgraphs, QueryPlan plan, Map<String, Object> variables) {
    this.subgraphs = subgraphs;
    this.plan = plan;
    this.variables = variables;
  }

  List<String> errors() {
    return errors;
  }

  Object run() {
    if (plan.root() != null) {
      run(plan.root());
    }
    return object(plan.response(), data);
  }

  private boolean isTrue(String variable) {
    return Boolean.TRUE.equals(variables.get(variable));
  }

  private void run(PlanNode node) {
    switch (node) {
      case PlanNode.Sequence(var steps) -> steps.forEach(this::run);
      case PlanNode.Parallel(var steps) -> steps.forEach(this::run);
      case PlanNode.Conditional(var condition, var inner) -> {
        if (condition.holds(this::isTrue)) {
          run(inner);
        }
      }
      case PlanNode.Subscription(var event, var rest) -> {
        run(event);
        if (rest != null) {
          run(rest);
        }
      }
      case PlanNode.RootFetch fetch -> {
        var places = new ArrayList<Place>();
        fetch.at().forEach(path -> places.addAll(places(path)));
        if (!places.isEmpty()) {
          var answer = ask(fetch.subgraph(), fetch.document(), passOn(fetch.clientVariables()));
          places.forEach(place -> merge(place.object(), answer));
        }
      }
      case PlanNode.EntityFetch fetch -> entities(fetch);
      case PlanNode.Introspection _ -> throw new IllegalArgumentException("not here");
    }
  }

  private Map<String, Object> passOn(List<String> names) {
    var values = new HashMap<String, Object>();
    for (var name : names) {
      if (variables.containsKey(name)) {
        values.put(name, variables.get(name));
      }
    }
    return values;
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> ask(String subgraph, String document, Map<String, Object> values) {
    var result = subgraphs.get(subgraph).answer(document, values);
    result
        .getErrors()
        .forEach(e -> errors.add(subgraph + ": " + e.getMessage() + " in " + document));
    Map<String, Object> answer = result.getData();
    return answer == null ? Map.of() : (Map<String, Object>) Values.copy(answer);
  }

  /// An object of the data tree and the objects on the way to it, by how many path elements lead
  /// there.
  private record Place(Map<String, Object> object, List<Object> way) {}

  private void entities(PlanNode.EntityFetch fetch) {
    // One call for each set of values that enclosing objects give.
    var calls =
        new LinkedHashMap<Map<String, Object>, Map<EntityGroup, Map<Object, List<Place>>>>();
    for (var group : fetch.groups()) {
      for (var path : group.paths()) {
        if (!path.condition().holds(this::isTrue)) {
          continue;
        }
        for (var place : places(path)) {
          var representation = representation(group.requires(), place.object());
          if (representation != null) {
            var values = new HashMap<String, Object>();
            path.context().forEach(value -> values.put(value.variable(), context(value, place)));
            calls
                .computeIfAbsent(values, _ -> new LinkedHashMap<>())
                .computeIfAbsent(group, _ -> new LinkedHashMap<>())
                .computeIfAbsent(representation, _ -> new ArrayList<>())
                .add(place);
          }
        }
      }
    }
    calls.forEach((values, targets) -> call(fetch, values, targets));
  }

  private void call(
      PlanNode.EntityFetch fetch,
      Map<String, Object> given,
      Map<EntityGroup, Map<Object, List<Place>>> targets) {
    var values = passOn(fetch.clientVariables());
    values.putAll(given);
    for (var group : fetch.groups()) {
      values.put(
          group.representationsVariable(),
          List.copyOf(targets.getOrDefault(group, Map.of()).keySet()));
    }
    var answer = ask(fetch.subgraph(), fetch.document(), values);
    targets.forEach((group, byRepresentation) -> {
      var entities = (List<?>) answer.getOrDefault(group.alias(), List.of());
      var i = 0;
      for (var places : byRepresentation.values()) {
        if (i < entities.size() && entities.get(i) instanceof Map<?, ?> entity) {
          places.forEach(place -> merge(place.object(), (Map<?, ?>) Values.copy(entity)));
        }
        i++;
      }
    });
  }

  private Object context(ContextValue value, Place place) {
    var ancestor = (Map<?, ?>) place.way().get(value.ancestorDepth());
    for (var selection : value.selections()) {
      if (selection.onTypes().isEmpty()
          || selection.onTypes().contains(String.valueOf(ancestor.get("__typename")))) {
        Object found = ancestor;
        for (var step : selection.steps()) {
          if (step instanceof PathElement.Key(var key)) {
            found = found instanceof Map<?, ?> map ? map.get(key) : null;
          }
        }
        return found;
      }
    }
    return null;
  }

  private List<Place> places(FetchPath path) {
    var all = new ArrayList<Place>();
    walk(data, path.elements(), 0, List.of(data), all);
    return all;
  }

  @SuppressWarnings("unchecked")
  private void walk(
      Object value, List<PathElement> elements, int index, List<Object> way, List<Place> into) {
    if (value == null) {
      return;
    }
    if (index == elements.size()) {
      into.add(new Place((Map<String, Object>) value, way));
      return;
    }
    switch (elements.get(index)) {
      case PathElement.Key(var key) -> {
        var next = ((Map<String, Object>) value).get(key);
        walk(next, elements, index + 1, plus(way, next), into);
      }
      case PathElement.EveryItem() ->
          ((List<Object>) value)
              .forEach(item -> walk(item, elements, index + 1, plus(way, item), into));
      case PathElement.OnTypes(var types) -> {
        if (types.contains(String.valueOf(((Map<String, Object>) value).get("__typename")))) {
          walk(value, elements, index + 1, plus(way, value), into);
        }
      }
    }
  }

  private static List<Object> plus(List<Object> way, Object next) {
    var all = new ArrayList<>(way);
    all.add(next);
    return all;
  }

  private Map<String, Object> representation(RepresentationObject object, Map<?, ?> from) {
    for (var shape : object.shapes()) {
      if (!shape.onTypes().isEmpty()
          && !shape.onTypes().contains(String.valueOf(from.get("__typename")))) {
        continue;
      }
      var made = new LinkedHashMap<String, Object>();
      switch (shape.typename()) {
        case Typename.OfTheObject() -> made.put("__typename", from.get("__typename"));
        case Typename.Constant(var name) -> made.put("__typename", name);
        case Typename.Omitted() -> {}
      }
      for (var field : shape.fields()) {
        if (!from.containsKey(field.dataKey())) {
          return null;
        }
        var value = from.get(field.dataKey());
        if (value == null && field.nullStops()) {
          return null;
        }
        var sent = field.object() == null ? value : nested(field.object(), value);
        if (sent == null && value != null) {
          return null;
        }
        made.put(field.name(), sent);
      }
      return made;
    }
    return null;
  }

  private Object nested(RepresentationObject object, Object value) {
    return switch (value) {
      case null -> null;
      case List<?> list -> {
        var items = new ArrayList<Object>();
        for (var item : list) {
          var sent = nested(object, item);
          if (sent == null && item != null) {
            yield null;
          }
          items.add(sent);
        }
        yield items;
      }
      default -> representation(object, (Map<?, ?>) value);
    };
  }

  @SuppressWarnings("unchecked")
  private void merge(Map<String, Object> into, Map<?, ?> from) {
    from.forEach((key, value) -> {
      var mine = into.get((String) key);
      if (mine instanceof Map<?, ?> && value instanceof Map<?, ?> theirs) {
        merge((Map<String, Object>) mine, theirs);
      } else if (mine instanceof List<?> ours && value instanceof List<?> theirs) {
        mergeLists((List<Object>) ours, theirs);
      } else if (mine == null || value != null) {
        if (mine != null && !mine.equals(value)) {
          errors.add("%s is both %s and %s".formatted(key, mine, value));
        }
        into.put((String) key, value);
      }
    });
  }

  @SuppressWarnings("unchecked")
  private void mergeLists(List<Object> into, List<?> from) {
    for (var i = 0; i < from.size() && i < into.size(); i++) {
      if (into.get(i) instanceof Map<?, ?> mine && from.get(i) instanceof Map<?, ?> theirs) {
        merge((Map<String, Object>) mine, theirs);
      } else if (into.get(i) instanceof List<?> mine && from.get(i) instanceof List<?> theirs) {
        mergeLists((List<Object>) mine, theirs);
      } else if (into.get(i) == null) {
        into.set(i, from.get(i));
      }
    }
  }

  private static final Object MUST_BE_NULL = new Object();

  private Object object(ResponseObject shape, Map<?, ?> from) {
    var type = shape.possibleTypes().size() == 1 ? shape.possibleTypes().getFirst() : null;
    if (type == null && shape.readsTypename()) {
      type = String.valueOf(from.get("__typename"));
      if (!shape.possibleTypes().contains(type)) {
        errors.add("no type for " + shape.type() + " but " + type);
        return MUST_BE_NULL;
      }
    }
    var made = new LinkedHashMap<String, Object>();
    for (var field : shape.fields()) {
      if (!field.condition().holds(this::isTrue)
          || (type != null && !field.onTypes().contains(type))) {
        continue;
      }
      var value = field.isTypename() ? type : value(field, field.type(), from.get(field.dataKey()));
      if (value == MUST_BE_NULL) {
        return MUST_BE_NULL;
      }
      made.put(field.responseKey(), value);
    }
    return made;
  }

  private Object value(ResponseField field, OutputType type, Object value) {
    return switch (type) {
      case OutputType.NonNull(var inner) -> {
        var present = value(field, inner, value);
        yield present == null ? MUST_BE_NULL : present;
      }
      case OutputType.ListOf(var item) -> {
        if (!(value instanceof List<?> list)) {
          yield null;
        }
        var items = new ArrayList<Object>();
        for (var one : list) {
          var made = value(field, item, one);
          if (made == MUST_BE_NULL) {
            yield null;
          }
          items.add(made);
        }
        yield items;
      }
      case OutputType.Scalar _ -> value;
      case OutputType.Enumeration values ->
          value != null && values.values().contains(String.valueOf(value)) ? value : null;
      case OutputType.Composite _ -> {
        if (value == null) {
          yield null;
        }
        var made = object(field.object(), (Map<?, ?>) value);
        yield made == MUST_BE_NULL ? null : made;
      }
    };
  }
}
