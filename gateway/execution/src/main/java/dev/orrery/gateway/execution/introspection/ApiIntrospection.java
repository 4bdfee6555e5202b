package dev.orrery.gateway.execution.introspection;

import dev.orrery.gateway.execution.json.JsonLimits;
import dev.orrery.gateway.execution.json.JsonOutput;
import dev.orrery.gateway.execution.json.JsonValues;
import dev.orrery.gateway.execution.run.Introspector;
import dev.orrery.gateway.execution.run.RunInput;
import graphql.ExecutionInput;
import graphql.GraphQL;
import graphql.schema.GraphQLSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Answers introspection from the API schema by graphql-java, and keeps the answers: tools ask the
/// same few questions, and the schema of one graph never changes.
public final class ApiIntrospection implements Introspector {
  private static final int MOST_KEPT = 64;

  private final GraphQL graph;
  private final Map<String, byte[]> kept = new ConcurrentHashMap<>();

  public ApiIntrospection(GraphQLSchema apiSchema) {
    this.graph = GraphQL.newGraphQL(apiSchema).build();
  }

  @Override
  public byte[] answer(String document, List<String> variables, RunInput input) {
    if (!variables.isEmpty()) {
      return execute(document, variables, input);
    }
    byte[] known = kept.get(document);
    if (known != null) {
      return known;
    }
    byte[] answer = execute(document, variables, input);
    if (kept.size() < MOST_KEPT) {
      kept.put(document, answer);
    }
    return answer;
  }

  private byte[] execute(String document, List<String> variables, RunInput input) {
    Map<String, Object> values = new HashMap<>();
    for (String name : variables) {
      byte[] json = input.variables().get(name);
      if (json != null) {
        values.put(name, JsonValues.read(json, JsonLimits.STANDARD));
      }
    }
    var result =
        graph.execute(ExecutionInput.newExecutionInput(document).variables(values).build());
    return new JsonOutput(4096).value(result.toSpecification()).toByteArray();
  }
}
