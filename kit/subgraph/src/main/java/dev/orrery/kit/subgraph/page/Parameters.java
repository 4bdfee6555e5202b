package dev.orrery.kit.subgraph.page;

import dev.orrery.kit.database.Sql;
import java.util.LinkedHashMap;
import java.util.Map;

/// Collects the values of one statement and names their places, so that conditions compose without
/// clashes.
public final class Parameters {
  private final Map<String, Object> values = new LinkedHashMap<>();

  /// @return the place to write into the statement: `:p3`
  public String bind(Object value) {
    String name = "p" + values.size();
    values.put(name, value);
    return ":" + name;
  }

  public Sql statement(String text) {
    Sql sql = Sql.of(text);
    for (Map.Entry<String, Object> value : values.entrySet()) {
      sql = sql.with(value.getKey(), value.getValue());
    }
    return sql;
  }
}
