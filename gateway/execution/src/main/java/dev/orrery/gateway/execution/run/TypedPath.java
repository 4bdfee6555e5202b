package dev.orrery.gateway.execution.run;

import dev.orrery.gateway.execution.json.JsonIndex;
import dev.orrery.gateway.planning.plan.ResponseField;
import dev.orrery.gateway.planning.plan.ResponseObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Translates paths of the data tree into paths of the response. The types of the objects on the
/// way decide what lies under a key, so this waits until all data are there.
final class TypedPath {
  private final JsonIndex index;
  private final int root;
  private final int typenameKey;
  private final ResponseObject response;
  private final Predicate<String> isTrue;

  /// @param isTrue whether a variable of the client is true
  TypedPath(
      JsonIndex index,
      int root,
      int typenameKey,
      ResponseObject response,
      Predicate<String> isTrue) {
    this.isTrue = isTrue;
    this.index = index;
    this.root = root;
    this.typenameKey = typenameKey;
    this.response = response;
  }

  /// The response path for a data path. It ends where the data goes on but the response does not:
  /// at a field that was fetched for another one's sake, or inside a scalar. Empty when the client
  /// asks for this only of objects of another type, or under a condition that does not hold: a
  /// subgraph that does not know the type answers for all.
  Optional<List<Object>> of(List<?> dataPath) {
    List<Object> path = new ArrayList<>(dataPath.size());
    @Nullable ResponseObject object = response;
    int node = root;
    for (Object element : dataPath) {
      if (element instanceof Number position) {
        path.add(position.intValue());
        node = element(node, position.intValue());
        continue;
      }
      String key = String.valueOf(element);
      List<ResponseField> fields = object == null ? List.of() : fields(object, key);
      if (fields.isEmpty()) {
        return Optional.of(path);
      }
      Optional<ResponseField> field = fitting(fields, node);
      if (field.isEmpty()) {
        return Optional.empty();
      }
      path.add(field.get().responseKey());
      object = field.get().object();
      node = node != 0 && index.isObject(node) ? index.field(node, index.keys().id(key)) : 0;
    }
    return Optional.of(path);
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

  private Optional<ResponseField> fitting(List<ResponseField> fields, int node) {
    int typename = node == 0 || !index.isObject(node) ? 0 : index.field(node, typenameKey);
    @Nullable String type =
        typename == 0 || !index.isString(typename) ? null : index.text(typename);
    return fields.stream()
        .filter(field -> type == null || field.onTypes().contains(type))
        .filter(field -> field.condition().holds(isTrue))
        .findFirst();
  }
}
