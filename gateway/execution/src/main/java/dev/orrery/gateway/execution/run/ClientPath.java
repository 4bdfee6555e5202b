package dev.orrery.gateway.execution.run;

import dev.orrery.gateway.planning.plan.ResponseField;
import dev.orrery.gateway.planning.plan.ResponseObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Translates paths of the data tree into paths of the response without a look at the data: where
/// no object of the right type is, the first that fits has to do.
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

  private static @Nullable ResponseField find(ResponseObject object, String dataKey) {
    for (ResponseField field : object.fields()) {
      if (field.dataKey().equals(dataKey) && !field.isTypename()) {
        return field;
      }
    }
    return null;
  }
}
