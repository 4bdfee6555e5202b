package dev.orrery.gateway.execution.run;

import dev.orrery.gateway.execution.error.ErrorCode;
import dev.orrery.gateway.execution.http.SubgraphReply;
import dev.orrery.gateway.execution.json.JsonIndex;
import dev.orrery.gateway.execution.json.JsonLimits;
import dev.orrery.gateway.execution.json.JsonValues;
import dev.orrery.gateway.execution.json.MalformedJson;
import dev.orrery.gateway.execution.program.Program;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A subgraph's reply, read and checked.
sealed interface Answer {
  /// A GraphQL response.
  ///
  /// @param data an object of the index, or 0 when there is none
  /// @param errors as the subgraph sent them
  record Response(int data, List<@Nullable Object> errors) implements Answer {}

  /// Nothing usable.
  ///
  /// @param message for clients
  /// @param detail for the log
  record Unusable(ErrorCode code, String message, String detail) implements Answer {}

  static Answer read(SubgraphReply reply, Program program, JsonIndex index, JsonLimits limits) {
    return switch (reply) {
      case SubgraphReply.Failed(var reason, var detail) -> unusable(reason, detail);
      case SubgraphReply.Answered(var bytes, var length, var _) -> {
        try {
          yield read(index.read(bytes, length, limits), program, index);
        } catch (MalformedJson e) {
          yield invalid(String.valueOf(e.getMessage()));
        }
      }
    };
  }

  private static Answer read(int root, Program program, JsonIndex index) {
    if (!index.isObject(root)) {
      return invalid("the response is %s".formatted(index.describe(root)));
    }
    int data = index.field(root, program.dataKey());
    int errors = index.field(root, program.errorsKey());
    List<@Nullable Object> list = List.of();
    if (errors != 0 && !index.isNull(errors)) {
      if (!(JsonValues.read(index, errors) instanceof List<?> values)) {
        return invalid("errors is %s".formatted(index.describe(errors)));
      }
      list = Collections.unmodifiableList(values);
    }
    boolean present = data != 0 && !index.isNull(data);
    if (present && !index.isObject(data)) {
      return invalid("data is %s".formatted(index.describe(data)));
    }
    if (!present && list.isEmpty()) {
      return invalid("neither data nor errors");
    }
    return new Response(present ? data : 0, list);
  }

  private static Unusable invalid(String detail) {
    return new Unusable(
        ErrorCode.INVALID_RESPONSE,
        "The service answered with something that is no result.",
        detail);
  }

  private static Unusable unusable(SubgraphReply.Reason reason, String detail) {
    return switch (reason) {
      case TIMEOUT ->
          new Unusable(ErrorCode.TIMEOUT, "The service did not answer in time.", detail);
      case UNREACHABLE, BROKEN, REFUSED, OVERLOADED, CANCELLED ->
          new Unusable(ErrorCode.UNAVAILABLE, "The service is not available.", detail);
      case TOO_LARGE -> invalid(detail);
    };
  }
}
