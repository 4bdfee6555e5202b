package dev.orrery.gateway.execution.graph;

import dev.orrery.gateway.execution.error.GraphQlError;
import dev.orrery.gateway.execution.http.ForwardedHeaders;
import dev.orrery.gateway.execution.json.JsonOutput;
import java.util.List;

/// The outcome of a request.
public sealed interface GraphQlReply {
  /// The operation ran, well or not.
  ///
  /// @param body the whole response; shared with others, so not to be written to
  /// @param headers that subgraphs sent for the client
  record Executed(JsonOutput body, List<ForwardedHeaders.Entry> headers) implements GraphQlReply {
    public Executed(JsonOutput body) {
      this(body, List.of());
    }
  }

  /// The operation never ran ("request error"): the response has no `data`.
  record Refused(List<GraphQlError> errors) implements GraphQlReply {
    public Refused {
      errors = List.copyOf(errors);
    }
  }

  /// The operation changes something, and came in a way that promises not to.
  record NotAllowed(GraphQlError error) implements GraphQlReply {}

  /// The response's bytes.
  static JsonOutput body(GraphQlReply reply) {
    return switch (reply) {
      case Executed(var body, var _) -> body;
      case Refused(var errors) -> body(errors);
      case NotAllowed(var error) -> body(List.of(error));
    };
  }

  private static JsonOutput body(List<GraphQlError> errors) {
    JsonOutput out = new JsonOutput(256).raw("{\"errors\":");
    GraphQlError.writeAll(errors, out);
    return out.write('}');
  }
}
