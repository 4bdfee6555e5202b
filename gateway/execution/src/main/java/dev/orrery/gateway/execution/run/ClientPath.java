package dev.orrery.gateway.execution.run;

import dev.orrery.gateway.planning.plan.Condition;
import dev.orrery.gateway.planning.plan.ResponseField;
import dev.orrery.gateway.planning.plan.ResponseObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Translates paths of the data tree into paths of the response.
final class ClientPath {
  private ClientPath() {}

  /// The response path for a data path. It ends where the data goes on but the response does not:
  /// at a field that was fetched for another one's sake, or inside a scalar.
  static List<Object> of(ResponseObject response, List<?> dataPath) {
    List<Object> path = new ArrayList<>(dataPath.size());
    @Nullable ResponseObject object = response;
    for (Object element : dataPath) {
      if (element instanceof Number position) {
        path.add(position.intValue());
      } else {
        ResponseField field = object == null ? null : find(object, String.valueOf(element));
        if (field == null) {
          break;
        }
        path.add(field.responseKey());
        object = field.object();
      }
    }
    return path;
  }

  /// The response paths of a field of the object at `place`: one for each name that the client gave
  /// it, none when the client does not get it at all.
  ///
  /// @param type the object's type; null when the place says it
  /// @param holds whether a condition holds for this request
  static List<List<Object>> ofField(
      ResponseObject response,
      List<Object> place,
      String dataKey,
      @Nullable String type,
      Predicate<Condition> holds) {
    @Nullable ResponseObject object = response;
    for (Object element : place) {
      if (element instanceof String key) {
        ResponseField field = object == null ? null : find(object, key);
        object = field == null ? null : field.object();
      }
    }
    List<List<Object>> paths = new ArrayList<>(1);
    if (object != null) {
      List<Object> start = of(response, place);
      for (ResponseField field : object.fields()) {
        if (field.dataKey().equals(dataKey)
            && !field.isTypename()
            && (type == null || field.onTypes().contains(type))
            && holds.test(field.condition())) {
          List<Object> path = new ArrayList<>(start);
          path.add(field.responseKey());
          paths.add(path);
        }
      }
    }
    return paths;
  }

  private static @Nullable ResponseField find(ResponseObject object, String dataKey) {
    for (ResponseField field : object.fields()) {
      if (field.dataKey().equals(dataKey) && !field.isTypename()) {
        return field;
      }
    }
    return null;
  }
}
