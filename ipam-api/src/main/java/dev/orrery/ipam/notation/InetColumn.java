package dev.orrery.ipam.notation;

import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import dev.orrery.kit.subgraph.error.RefusedException;
import dev.orrery.kit.subgraph.page.Column;
import dev.orrery.kit.subgraph.page.Parameters;
import java.util.Collection;

/// Filters by networks and addresses, with PostgreSQL's operators for `inet`, which a GiST index
/// answers.
///
/// @param column of type `inet` or `cidr`
/// @param networks whether it holds networks, not addresses
record InetColumn(String column, boolean networks) implements Column {

  @Override
  public String condition(String operator, Object operand, Parameters parameters, String path) {
    return switch (operator) {
      case "eq" -> compared("=", operand, parameters, path);
      case "ne" -> compared("<>", operand, parameters, path);
      case "gt" -> compared(">", operand, parameters, path);
      case "gte" -> compared(">=", operand, parameters, path);
      case "lt" -> compared("<", operand, parameters, path);
      case "lte" -> compared("<=", operand, parameters, path);
      case "in" -> among((Collection<?>) operand, parameters, path);
      case "within" -> "t.%s <<= %s".formatted(column, network(operand, parameters, path));
      case "overlaps" -> "t.%s && %s".formatted(column, network(operand, parameters, path));
      case "contains" ->
          "t.%s >>= %s".formatted(column, networkOrAddress(operand, parameters, path));
      case "family" -> "family(t.%s) = %s".formatted(column, family(operand, parameters, path));
      default -> throw new IllegalStateException(path + ": no meaning is known for " + operator);
    };
  }

  private String compared(String sign, Object operand, Parameters parameters, String path) {
    return "t.%s %s %s".formatted(column, sign, own(operand, parameters, path));
  }

  private String among(Collection<?> operands, Parameters parameters, String path) {
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
                ", ", operands.stream().map(value -> own(value, parameters, path)).toList()));
  }

  private String own(Object operand, Parameters parameters, String path) {
    return networks
        ? network(operand, parameters, path)
        : bound(granted(HostAddress.parse(operand.toString(), path)).text(), "inet", parameters);
  }

  private static String network(Object operand, Parameters parameters, String path) {
    return bound(granted(Network.parse(operand.toString(), path)).text(), "cidr", parameters);
  }

  private static String networkOrAddress(Object operand, Parameters parameters, String path) {
    String text = operand.toString();
    return text.contains("/")
        ? network(text, parameters, path)
        : bound(granted(HostAddress.parse(text, path)).text(), "inet", parameters);
  }

  private static String family(Object operand, Parameters parameters, String path) {
    if (!operand.equals(4) && !operand.equals(6)) {
      throw new RefusedException(
          new InvalidArgument(path, "%s is no IP version; write 4 or 6".formatted(operand)));
    }
    return parameters.bind(operand);
  }

  private static String bound(String text, String type, Parameters parameters) {
    return "cast(cast(%s as text) as %s)".formatted(parameters.bind(text), type);
  }

  private static <T> T granted(Answer<T> answer) {
    return switch (answer) {
      case Answer.Granted<T>(var value) -> value;
      case Answer.Refused<T>(var error) -> throw new RefusedException(error);
    };
  }
}
