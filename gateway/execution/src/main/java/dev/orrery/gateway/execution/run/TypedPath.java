package dev.orrery.gateway.execution.run;

import dev.orrery.gateway.execution.json.JsonIndex;
import dev.orrery.gateway.planning.plan.QueryPlan;
import dev.orrery.gateway.planning.plan.ResponseField;
import dev.orrery.gateway.planning.plan.ResponseObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Translates paths of the data tree into paths of the response. The types of the objects on the
/// way decide what lies under a key, so this waits until all data are there.
final class TypedPath {
  private final JsonIndex index;
  private final int root;
  private final int typenameKey;
  private final ResponseObject response;
  private final Inputs inputs;
  private final Predicate<String> isTrue;

  /// @param isTrue whether a variable of the client is true
  TypedPath(JsonIndex index, int root, int typenameKey, QueryPlan plan, Predicate<String> isTrue) {
    this.isTrue = isTrue;
    this.index = index;
    this.root = root;
    this.typenameKey = typenameKey;
    this.response = plan.response();
    this.inputs = new Inputs(plan.root());
  }

  /// The response path for a data path. It ends where the data goes on but the response does not:
  /// at a field that was fetched for another one's sake, or inside a scalar. Empty when the client
  /// asks for this only of objects of another type, or under a condition that does not hold: a
  /// subgraph that does not know the type answers for all, and nobody misses it.
  Optional<List<Object>> of(List<?> dataPath) {
    List<Object> path = new ArrayList<>(dataPath.size());
    @Nullable ResponseObject object = response;
    // What the client asks for here of objects of any type.
    List<ResponseObject> any = List.of(response);
    int node = root;
    for (Object element : dataPath) {
      if (element instanceof Number position) {
        path.add(position.intValue());
        node = element(node, position.intValue());
        continue;
      }
      String key = String.valueOf(element);
      List<ResponseField> fields = object == null ? List.of() : fields(object, key);
      List<ResponseField> ofAny = any.stream().flatMap(it -> fields(it, key).stream()).toList();
      Optional<ResponseField> field = fitting(fields, type(node));
      if (field.isEmpty()) {
        boolean lost = node == 0 || index.isNull(node);
        boolean ofOthers = !fields.isEmpty() || (!ofAny.isEmpty() && !lost);
        return ofOthers && !isTaken(dataPath) ? Optional.empty() : Optional.of(path);
      }
      path.add(field.get().responseKey());
      object = field.get().object();
      any = ofAny.stream().flatMap(it -> Stream.ofNullable(it.object())).toList();
      node = below(node, key);
    }
    return Optional.of(path);
  }

  /// Whether a fetch takes what is lost along the path: the first value that is not there.
  private boolean isTaken(List<?> dataPath) {
    List<@Nullable String> types = new ArrayList<>(dataPath.size());
    int node = root;
    for (Object element : dataPath) {
      types.add(type(node));
      node =
          element instanceof Number position
              ? element(node, position.intValue())
              : below(node, String.valueOf(element));
      if (node == 0 || index.isNull(node)) {
        break;
      }
    }
    return inputs.take(dataPath.subList(0, types.size()), types);
  }

  /// The response paths of a field of the object at `place`: one for each name that the client gave
  /// it, none when the client does not get it at all.
  List<List<Object>> ofField(List<Object> place, String dataKey) {
    List<Object> start = new ArrayList<>(place.size());
    ResponseObject object = response;
    int node = root;
    for (Object element : place) {
      if (element instanceof Number position) {
        start.add(position.intValue());
        node = element(node, position.intValue());
        continue;
      }
      String key = String.valueOf(element);
      Optional<ResponseField> field = fitting(fields(object, key), type(node));
      if (field.isEmpty() || field.get().object() == null) {
        return List.of();
      }
      start.add(field.get().responseKey());
      object = field.get().object();
      node = below(node, key);
    }
    String type = type(node);
    return fields(object, dataKey).stream()
        .filter(field -> isAsked(field, type))
        .map(field -> {
          List<Object> path = new ArrayList<>(start);
          path.add(field.responseKey());
          return path;
        })
        .toList();
  }

  private int below(int node, String key) {
    return node != 0 && index.isObject(node) ? index.field(node, index.keys().id(key)) : 0;
  }

  private int element(int node, int position) {
    return node != 0 && index.isArray(node) && position >= 0 && position < index.count(node)
        ? index.element(node, position)
        : 0;
  }

  private static List<ResponseField> fields(ResponseObject object, String dataKey) {
    return object.fields().stream()
        .filter(field -> field.dataKey().equals(dataKey) && !field.isTypename())
        .toList();
  }

  private @Nullable String type(int node) {
    int typename = node == 0 || !index.isObject(node) ? 0 : index.field(node, typenameKey);
    return typename == 0 || !index.isString(typename) ? null : index.text(typename);
  }

  private Optional<ResponseField> fitting(List<ResponseField> fields, @Nullable String type) {
    return fields.stream().filter(field -> isAsked(field, type)).findFirst();
  }

  private boolean isAsked(ResponseField field, @Nullable String type) {
    return (type == null || field.onTypes().contains(type)) && field.condition().holds(isTrue);
  }
}
