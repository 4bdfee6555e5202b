package dev.orrery.gateway.execution.run;

import dev.orrery.gateway.execution.error.ErrorCode;
import dev.orrery.gateway.execution.error.GraphQlError;
import dev.orrery.gateway.execution.error.SubgraphErrors;
import dev.orrery.gateway.execution.json.JsonIndex;
import dev.orrery.gateway.execution.json.KeyTable;
import dev.orrery.gateway.execution.program.Conditions;
import dev.orrery.gateway.execution.program.Place;
import dev.orrery.gateway.execution.program.Program;
import dev.orrery.gateway.execution.program.Step;
import dev.orrery.gateway.planning.plan.ResponseField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// Gathers the errors of a run and gives each one its place in the response.
final class Failures {
  /// An answer with thousands of errors helps nobody.
  private static final int MOST = 100;

  private final Program program;
  private final JsonIndex index;
  private final int root;
  private final boolean[] conditions;
  private final Set<String> flags;
  private final String traceId;
  private final boolean showAll;
  private final List<Told> errors = new ArrayList<>(0);
  private final List<List<Object>> explained = new ArrayList<>(0);

  /// @param dataPath where in the data tree it happened; null when the error has its path already
  private record Told(GraphQlError error, @Nullable List<Object> dataPath) {}

  Failures(
      Program program,
      JsonIndex index,
      int root,
      boolean[] conditions,
      Set<String> flags,
      String traceId,
      boolean showAll) {
    this.program = program;
    this.index = index;
    this.root = root;
    this.conditions = conditions;
    this.flags = flags;
    this.traceId = traceId;
    this.showAll = showAll;
  }

  /// What the client gets to read, once all data are there.
  List<GraphQlError> errors() {
    List<GraphQlError> all = new ArrayList<>(errors.size());
    TypedPath paths = paths();
    for (Told one : errors) {
      if (one.dataPath() == null) {
        all.add(one.error());
      } else {
        paths.of(one.dataPath()).ifPresent(path -> all.add(one.error().movedTo(path)));
      }
    }
    return all;
  }

  /// Places of the response about which, and about all below, an error was told already, though not
  /// there: what a subgraph left out because a neighbour failed, and what could not be asked of
  /// others without it.
  List<List<Object>> explained() {
    TypedPath paths = paths();
    return explained.stream().flatMap(path -> paths.of(path).stream()).toList();
  }

  private TypedPath paths() {
    return new TypedPath(index, root, program.typenameKey(), program.plan(), flags::contains);
  }

  /// A subgraph answered null for a whole object, and said why.
  void lost(Step.RootFetch fetch) {
    for (Locator.Found place : places(fetch.at(), _ -> true)) {
      fetch.askedKeys().forEach(key -> explained.add(join(place.path(), List.of(key))));
    }
  }

  /// A subgraph answered null for an entity, and said why.
  void lost(EntityCall call, int number) {
    for (Locator.Found place : places(call.group().places(), waiting(call, number))) {
      explained.add(place.path());
    }
  }

  /// Introspection that was refused: it asks the same again and again, as only an attack does. The
  /// refusal says all there is to say about the nulls in place of the answers.
  void introspection(List<@Nullable Object> refusals) {
    for (ResponseField field : program.plan().response().fields()) {
      if (field.fieldName().equals("__schema") || field.fieldName().equals("__type")) {
        explained.add(List.of(field.dataKey()));
      }
    }
    for (Object refusal : refusals) {
      String message =
          refusal instanceof Map<?, ?> map ? String.valueOf(map.get("message")) : "refused";
      add(GraphQlError.of(ErrorCode.QUERY_TOO_COMPLEX, "Introspection: %s".formatted(message)));
    }
  }

  /// A root fetch that brought nothing.
  void nothing(Step.RootFetch fetch, ErrorCode code, String message) {
    for (Locator.Found place : places(fetch.at(), _ -> true)) {
      nothing(place, fetch.askedKeys(), fetch.subgraph(), code, message);
    }
  }

  /// An entity fetch that brought nothing for its objects.
  void nothing(Step.EntityFetch fetch, List<EntityCall> calls, ErrorCode code, String message) {
    for (EntityCall call : calls) {
      for (Locator.Found place : places(call.group().places(), waiting(call, -1))) {
        nothing(place, call.group().askedKeys(), fetch.subgraph(), code, message);
      }
    }
  }

  private void nothing(
      Locator.Found place, List<String> keys, String service, ErrorCode code, String message) {
    List<List<Object>> missing = missing(place, keys);
    if (missing.isEmpty()) {
      missing =
          List.of(
              paths()
                  .of(place.path())
                  .orElseGet(() -> ClientPath.of(program.plan().response(), place.path())));
    }
    missing.forEach(path -> add(GraphQlError.at(path, code, message).with("service", service)));
  }

  /// An error inside the answer of a root fetch.
  void error(Step.RootFetch fetch, int data, @Nullable Object error, FetchLog log) {
    logHidden(fetch.subgraph(), error, log);
    List<?> own = SubgraphErrors.path(error);
    List<Locator.Found> places = places(fetch.at(), _ -> true);
    if (own == null) {
      unplaced(error, places, _ -> fetch.askedKeys(), fetch.subgraph());
    } else {
      List<?> around = lostObject(data, own);
      for (Locator.Found place : places) {
        add(error, join(place.path(), own), fetch.subgraph());
        lose(place, around);
      }
    }
  }

  /// An error inside the answer of an entity fetch: it belongs to every place that holds the
  /// entity.
  void error(
      Step.EntityFetch fetch,
      List<EntityCall> calls,
      int data,
      @Nullable Object error,
      FetchLog log) {
    logHidden(fetch.subgraph(), error, log);
    List<?> own = SubgraphErrors.path(error);
    List<?> around = own == null ? List.of() : lostObject(data, own);
    List<Locator.Found> unplaced = new ArrayList<>();
    Map<Integer, List<String>> keys = new HashMap<>();
    for (EntityCall call : calls) {
      if (own != null && !call.group().alias().equals(own.getFirst())) {
        continue;
      }
      int number =
          own != null && own.size() > 1 && own.get(1) instanceof Number n ? n.intValue() : -1;
      for (Locator.Found place : places(call.group().places(), waiting(call, number))) {
        if (number >= 0 && own != null) {
          add(error, join(place.path(), own.subList(2, own.size())), fetch.subgraph());
          lose(place, around.size() > 2 ? around.subList(2, around.size()) : List.of());
        } else {
          unplaced.add(place);
          keys.merge(place.node(), call.group().askedKeys(), Failures::both);
        }
      }
    }
    if (!unplaced.isEmpty() || own == null) {
      unplaced(
          error, unplaced, place -> keys.getOrDefault(place.node(), List.of()), fetch.subgraph());
    }
  }

  private void lose(Locator.Found place, List<?> around) {
    if (!around.isEmpty()) {
      explained.add(join(place.path(), around));
    }
  }

  /// The object around a failed field that an answer has as null for it; empty when there is none.
  private List<?> lostObject(int data, List<?> path) {
    int node = data;
    for (int i = 0; i < path.size() - 1; i++) {
      node = node == 0 ? 0 : below(node, path.get(i));
      if (node != 0 && index.isNull(node)) {
        return path.subList(0, i + 1);
      }
    }
    return List.of();
  }

  /// 0 when there is nothing.
  private int below(int node, @Nullable Object element) {
    return switch (element) {
      case Number position
          when index.isArray(node)
              && position.intValue() >= 0
              && position.intValue() < index.count(node) ->
          index.element(node, position.intValue());
      case String key when index.isObject(node) && program.keys().id(key) != KeyTable.UNKNOWN ->
          index.field(node, program.keys().id(key));
      case null, default -> 0;
    };
  }

  private static List<String> both(List<String> one, List<String> other) {
    Set<String> all = new LinkedHashSet<>(one);
    all.addAll(other);
    return List.copyOf(all);
  }

  /// An error that names no place: it may be about every field of the fetch that did not come.
  /// Without any, it has no place in the response either.
  private void unplaced(
      @Nullable Object error,
      List<Locator.Found> places,
      Function<Locator.Found, List<String>> keys,
      String service) {
    Set<List<Object>> missing = new LinkedHashSet<>();
    places.forEach(place -> missing.addAll(missing(place, keys.apply(place))));
    if (missing.isEmpty()) {
      missing.add(List.of());
    }
    GraphQlError told = SubgraphErrors.forClients(error, service, traceId, showAll);
    missing.forEach(path -> add(told.movedTo(path)));
  }

  /// The fields of an object that the client should get and that are not there.
  private List<List<Object>> missing(Locator.Found place, List<String> keys) {
    List<List<Object>> missing = new ArrayList<>();
    TypedPath paths = paths();
    for (String key : keys) {
      int id = program.keys().id(key);
      int value = id == KeyTable.UNKNOWN ? 0 : index.field(place.node(), id);
      if (value == 0 || index.isNull(value)) {
        missing.addAll(paths.ofField(place.path(), key));
      }
    }
    return missing;
  }

  private void logHidden(String service, @Nullable Object error, FetchLog log) {
    if (!SubgraphErrors.mayBeShown(error)) {
      log.hidden(service, error, traceId);
    }
  }

  private void add(@Nullable Object error, List<Object> dataPath, String service) {
    add(new Told(SubgraphErrors.forClients(error, service, traceId, showAll), dataPath));
  }

  private void add(GraphQlError error) {
    add(new Told(error, null));
  }

  private void add(Told told) {
    if (errors.size() < MOST) {
      errors.add(told);
    }
  }

  private static List<Object> join(List<Object> place, List<?> below) {
    List<Object> path = new ArrayList<>(place);
    path.addAll(below);
    return path;
  }

  private List<Locator.Found> places(List<Place> places, IntPredicate wanted) {
    List<Locator.Found> found = new ArrayList<>();
    for (Place place : places) {
      if (place.condition() == Conditions.ALWAYS || conditions[place.condition()]) {
        Locator.find(index, program.typenameKey(), root, place.steps(), wanted, MOST, found);
      }
    }
    return found;
  }

  /// The objects that wait for an entity; `number` below 0 means any.
  private static IntPredicate waiting(EntityCall call, int number) {
    return node -> {
      for (int i = 0; i < call.count(); i++) {
        if (call.object(i) == node && (number < 0 || call.number(i) == number)) {
          return true;
        }
      }
      return false;
    };
  }
}
