package dev.orrery.kit.subgraph.page;

import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import dev.orrery.kit.subgraph.error.RefusedException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Function;

/// How one field of a `where` filter becomes SQL.
@FunctionalInterface
public interface Column {
  int MOST_CHOICES = 200;

  /// @param operator the filter's field: `eq`, `in`, `startsWith`, ...
  /// @param path where the operator stands in the arguments, for errors
  /// @return a condition on the table `t`
  String condition(String operator, Object operand, Parameters parameters, String path);

  static Column text(String column) {
    return (operator, operand, parameters, path) ->
        switch (operator) {
          case "startsWith" -> "starts_with(t.%s, %s)".formatted(column, parameters.bind(operand));
          case "contains" ->
              "position(lower(cast(%s as text)) in lower(t.%s)) > 0"
                  .formatted(parameters.bind(operand), column);
          default -> comparison(column, operator, operand, parameters, path, value -> value);
        };
  }

  static Column choice(String column) {
    return (operator, operand, parameters, path) ->
        comparison(column, operator, operand, parameters, path, Object::toString);
  }

  static Column number(String column) {
    return (operator, operand, parameters, path) ->
        comparison(column, operator, operand, parameters, path, value -> value);
  }

  static Column moment(String column) {
    return (operator, operand, parameters, path) ->
        comparison(
            column,
            operator,
            operand,
            parameters,
            path,
            value -> value instanceof OffsetDateTime moment ? moment : value);
  }

  /// A foreign key, or the key itself: ids of one kind.
  static Column reference(String column, String prefix) {
    return (operator, operand, parameters, path) ->
        comparison(column, operator, operand, parameters, path, value -> uuid(value, prefix, path));
  }

  private static UUID uuid(Object value, String prefix, String path) {
    try {
      return TypeId.parse(value.toString(), prefix).uuid();
    } catch (IllegalArgumentException malformed) {
      throw new RefusedException(new InvalidArgument(path, String.valueOf(malformed.getMessage())));
    }
  }

  private static String comparison(
      String column,
      String operator,
      Object operand,
      Parameters parameters,
      String path,
      Function<Object, Object> conversion) {
    return switch (operator) {
      case "eq" -> "t.%s = %s".formatted(column, parameters.bind(conversion.apply(operand)));
      case "ne" ->
          "t.%s is distinct from %s".formatted(column, parameters.bind(conversion.apply(operand)));
      case "gt" -> "t.%s > %s".formatted(column, parameters.bind(conversion.apply(operand)));
      case "gte" -> "t.%s >= %s".formatted(column, parameters.bind(conversion.apply(operand)));
      case "lt" -> "t.%s < %s".formatted(column, parameters.bind(conversion.apply(operand)));
      case "lte" -> "t.%s <= %s".formatted(column, parameters.bind(conversion.apply(operand)));
      case "in" -> among(column, (Collection<?>) operand, parameters, path, conversion);
      case "isNull" -> "t.%s is %s".formatted(column, (Boolean) operand ? "null" : "not null");
      default -> throw new IllegalStateException(path + ": no meaning is known for " + operator);
    };
  }

  private static String among(
      String column,
      Collection<?> operands,
      Parameters parameters,
      String path,
      Function<Object, Object> conversion) {
    if (operands.isEmpty()) {
      return "false";
    }
    if (operands.size() > MOST_CHOICES) {
      throw new RefusedException(
          new InvalidArgument(
              path, "%d values, at most %d are allowed".formatted(operands.size(), MOST_CHOICES)));
    }
    return "t.%s in (%s)"
        .formatted(
            column,
            String.join(
                ", ",
                operands.stream().map(value -> parameters.bind(conversion.apply(value))).toList()));
  }
}
