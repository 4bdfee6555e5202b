package dev.orrery.gateway.execution.run;

import dev.orrery.gateway.execution.error.ErrorCode;
import dev.orrery.gateway.execution.error.GraphQlError;
import dev.orrery.gateway.execution.error.SubgraphErrors;
import dev.orrery.gateway.execution.json.JsonIndex;
import dev.orrery.gateway.execution.program.Conditions;
import dev.orrery.gateway.execution.program.Place;
import dev.orrery.gateway.execution.program.Program;
import dev.orrery.gateway.execution.program.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  private final String traceId;
  private final boolean showAll;
  private final List<GraphQlError> errors = new ArrayList<>(0);

  Failures(
      Program program,
      JsonIndex index,
      int root,
      boolean[] conditions,
      String traceId,
      boolean showAll) {
    this.program = program;
    this.index = index;
    this.root = root;
    this.conditions = conditions;
    this.traceId = traceId;
    this.showAll = showAll;
  }

  List<GraphQlError> errors() {
    return errors;
  }

  /// Introspection that was refused: it asks the same again and again, as only an attack does.
  void introspection(List<@Nullable Object> refusals) {
    for (Object refusal : refusals) {
      String message =
          refusal instanceof Map<?, ?> map ? String.valueOf(map.get("message")) : "refused";
      add(GraphQlError.of(ErrorCode.QUERY_TOO_COMPLEX, "Introspection: %s".formatted(message)));
    }
  }

  /// A root fetch that brought nothing.
  void nothing(Step.RootFetch fetch, ErrorCode code, String message) {
    for (List<Object> place : places(fetch.at(), _ -> true)) {
      nothing(place, fetch.askedKeys(), fetch.subgraph(), code, message);
    }
  }

  /// An entity fetch that brought nothing for its objects.
  void nothing(Step.EntityFetch fetch, List<EntityCall> calls, ErrorCode code, String message) {
    for (EntityCall call : calls) {
      for (List<Object> place : places(call.group().places(), waiting(call, -1))) {
        nothing(place, call.group().askedKeys(), fetch.subgraph(), code, message);
      }
    }
  }

  private void nothing(
      List<Object> place, List<String> keys, String service, ErrorCode code, String message) {
    int before = errors.size();
    for (String key : keys) {
      List<Object> dataPath = new ArrayList<>(place);
      dataPath.add(key);
      List<Object> path = ClientPath.of(program.plan().response(), dataPath);
      if (path.size() == dataPath.size()) {
        add(GraphQlError.at(path, code, message).with("service", service));
      }
    }
    if (errors.size() == before) {
      List<Object> path = ClientPath.of(program.plan().response(), place);
      add(GraphQlError.at(path, code, message).with("service", service));
    }
  }

  /// An error inside the answer of a root fetch.
  void error(Step.RootFetch fetch, @Nullable Object error, FetchLog log) {
    logHidden(fetch.subgraph(), error, log);
    List<?> own = SubgraphErrors.path(error);
    List<List<Object>> places = places(fetch.at(), _ -> true);
    List<?> below =
        own != null ? own : fetch.askedKeys().size() == 1 ? fetch.askedKeys() : List.of();
    for (List<Object> place : places.isEmpty() ? List.of(List.of()) : places) {
      add(error, join(place, below), fetch.subgraph());
    }
  }

  /// An error inside the answer of an entity fetch: it belongs to every place that holds the
  /// entity.
  void error(Step.EntityFetch fetch, List<EntityCall> calls, @Nullable Object error, FetchLog log) {
    logHidden(fetch.subgraph(), error, log);
    List<?> own = SubgraphErrors.path(error);
    for (EntityCall call : calls) {
      if (own != null && !call.group().alias().equals(own.getFirst())) {
        continue;
      }
      int number =
          own != null && own.size() > 1 && own.get(1) instanceof Number n ? n.intValue() : -1;
      List<?> below = number < 0 || own == null ? List.of() : own.subList(2, own.size());
      for (List<Object> place : places(call.group().places(), waiting(call, number))) {
        add(error, join(place, below), fetch.subgraph());
        if (number < 0) {
          break;
        }
      }
    }
  }

  private void logHidden(String service, @Nullable Object error, FetchLog log) {
    if (!SubgraphErrors.mayBeShown(error)) {
      log.hidden(service, error, traceId);
    }
  }

  private void add(@Nullable Object error, List<Object> dataPath, String service) {
    List<Object> path = ClientPath.of(program.plan().response(), dataPath);
    add(SubgraphErrors.forClients(error, path, service, traceId, showAll));
  }

  private void add(GraphQlError error) {
    if (errors.size() < MOST) {
      errors.add(error);
    }
  }

  private static List<Object> join(List<Object> place, List<?> below) {
    List<Object> path = new ArrayList<>(place);
    path.addAll(below);
    return path;
  }

  private List<List<Object>> places(List<Place> places, IntPredicate wanted) {
    List<List<Object>> found = new ArrayList<>();
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
