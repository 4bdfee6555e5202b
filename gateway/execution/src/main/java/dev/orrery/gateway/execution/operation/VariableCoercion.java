package dev.orrery.gateway.execution.operation;

import dev.orrery.gateway.execution.error.ErrorCode;
import dev.orrery.gateway.execution.error.GraphQlError;
import dev.orrery.gateway.execution.json.JsonOutput;
import dev.orrery.gateway.planning.plan.OperationVariable;
import graphql.language.ListType;
import graphql.language.NonNullType;
import graphql.language.Type;
import graphql.language.TypeName;
import graphql.parser.Parser;
import graphql.schema.GraphQLInputType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Checks a client's variables against their declarations, as "CoerceVariableValues" of the GraphQL
/// specification says, and writes them as JSON for the subgraphs. Custom scalars pass as they are:
/// their owner checks them.
///
/// Specification: GraphQL, section "Coercing Variable Values".
public final class VariableCoercion {
  private final List<Declared> declared = new ArrayList<>();

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Declared(
      String name, GraphQLInputType type, byte @Nullable [] defaultJson, boolean defaultTrue) {}

  /// @param json by name; absent ones are not in it
  /// @param flags names of those that are `true`
  /// @param errors none when the variables are as declared
  public record Coerced(Map<String, byte[]> json, Set<String> flags, List<GraphQlError> errors) {}

  public VariableCoercion(GraphQLSchema schema, List<OperationVariable> variables) {
    for (OperationVariable variable : variables) {
      byte[] json = null;
      boolean isTrue = false;
      if (variable.defaultValue() != null) {
        Object value = Literals.toJson(Parser.parseValue(variable.defaultValue()));
        json = new JsonOutput(32).value(value).toByteArray();
        isTrue = Boolean.TRUE.equals(value);
      }
      declared.add(
          new Declared(
              variable.name(), type(schema, Parser.parseType(variable.type())), json, isTrue));
    }
  }

  private static GraphQLInputType type(GraphQLSchema schema, Type<?> type) {
    return switch (type) {
      case NonNullType nonNull -> GraphQLNonNull.nonNull(type(schema, nonNull.getType()));
      case ListType list -> GraphQLList.list(type(schema, list.getType()));
      case TypeName name when schema.getType(name.getName()) instanceof GraphQLInputType input ->
          input;
      default -> throw new IllegalArgumentException("%s is no input type".formatted(type));
    };
  }

  /// Whether there is nothing to do.
  public boolean isEmpty() {
    return declared.isEmpty();
  }

  public Coerced coerce(Map<String, @Nullable Object> provided) {
    Map<String, byte[]> json = new HashMap<>();
    Set<String> flags = new HashSet<>();
    List<GraphQlError> errors = new ArrayList<>(0);
    for (Declared variable : declared) {
      if (!provided.containsKey(variable.name)) {
        if (variable.defaultJson != null) {
          json.put(variable.name, variable.defaultJson);
          if (variable.defaultTrue) {
            flags.add(variable.name);
          }
        } else if (variable.type instanceof GraphQLNonNull) {
          errors.add(
              problem(
                  "Variable \"$%s\" of required type %s was not given."
                      .formatted(variable.name, InputCheck.text(variable.type))));
        }
        continue;
      }
      Object value = provided.get(variable.name);
      List<InputCheck.Problem> problems = InputCheck.check(variable.type, value);
      for (InputCheck.Problem each : problems) {
        errors.add(
            problem("Variable \"$%s%s\" %s".formatted(variable.name, each.path(), each.message())));
      }
      if (problems.isEmpty()) {
        json.put(variable.name, new JsonOutput(32).value(value).toByteArray());
        if (Boolean.TRUE.equals(value)) {
          flags.add(variable.name);
        }
      }
    }
    return new Coerced(json, flags, errors);
  }

  private static GraphQlError problem(String message) {
    return GraphQlError.of(ErrorCode.INVALID_ARGUMENT, message);
  }
}
