package dev.orrery.kit.subgraph.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Translates a `where` argument to a condition. Which fields and operators there are is the SDL's
/// business; graphql-java has refused all others before.
public final class Where {
  private final Map<String, Column> columns;
  private final Parameters parameters;

  public Where(Map<String, Column> columns, Parameters parameters) {
    this.columns = columns;
    this.parameters = parameters;
  }

  public String condition(Map<String, @Nullable Object> filter, String path) {
    List<String> conditions = new ArrayList<>();
    filter.forEach((field, operand) -> {
      if (operand != null) {
        conditions.add(fieldCondition(field, operand, path + "." + field));
      }
    });
    return conditions.isEmpty() ? "true" : "(" + String.join(" and ", conditions) + ")";
  }

  private String fieldCondition(String field, Object operand, String path) {
    return switch (field) {
      case "and" -> joined(operand, path, " and ", "true");
      case "or" -> joined(operand, path, " or ", "false");
      // "is not true" keeps rows for which the inner condition is unknown because of a null
      case "not" -> "(%s) is not true".formatted(condition(members(operand), path));
      default -> operators(field, operand, path);
    };
  }

  private String joined(Object operand, String path, String operator, String whenEmpty) {
    List<String> conditions = new ArrayList<>();
    int index = 0;
    for (Object member : (List<?>) operand) {
      conditions.add(condition(members(Objects.requireNonNull(member)), path + "." + index++));
    }
    return conditions.isEmpty() ? whenEmpty : "(" + String.join(operator, conditions) + ")";
  }

  private String operators(String field, Object operand, String path) {
    Column column =
        Objects.requireNonNull(
            columns.get(field), () -> path + " has no column to be compared with");
    List<String> conditions = new ArrayList<>();
    members(operand)
        .forEach((operator, value) -> {
          if (value != null) {
            conditions.add(column.condition(operator, value, parameters, path + "." + operator));
          }
        });
    return conditions.isEmpty() ? "true" : String.join(" and ", conditions);
  }

  @SuppressWarnings("unchecked") // graphql-java gives input objects as maps of their fields
  private static Map<String, @Nullable Object> members(Object inputObject) {
    return (Map<String, @Nullable Object>) inputObject;
  }
}
