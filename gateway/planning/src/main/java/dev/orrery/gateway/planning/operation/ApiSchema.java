package dev.orrery.gateway.planning.operation;

import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLUnionType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// What the planner needs to know of the schema that clients see.
public final class ApiSchema {
  private final GraphQLSchema schema;
  private final Map<String, List<String>> possibleTypes = new TreeMap<>();

  public ApiSchema(GraphQLSchema schema) {
    this.schema = schema;
    for (var type : schema.getAllTypesAsList()) {
      switch (type) {
        case GraphQLObjectType object ->
            possibleTypes.put(object.getName(), List.of(object.getName()));
        case GraphQLInterfaceType i ->
            possibleTypes.put(
                i.getName(),
                schema.getImplementations(i).stream()
                    .map(GraphQLObjectType::getName)
                    .sorted()
                    .toList());
        case GraphQLUnionType union ->
            possibleTypes.put(
                union.getName(),
                union.getTypes().stream().map(GraphQLNamedType::getName).sorted().toList());
        default -> {}
      }
    }
  }

  public GraphQLSchema schema() {
    return schema;
  }

  /// The object types that a value of the type may have, sorted; none for leaves.
  public List<String> possibleTypes(String type) {
    return possibleTypes.getOrDefault(type, List.of());
  }

  /// The field of an object or interface; every type has `__typename`.
  ///
  /// @throws NullPointerException when there is none: validation comes first
  public GraphQLFieldDefinition field(String type, String name) {
    switch (name) {
      case NormalField.TYPENAME -> {
        return schema.getIntrospectionTypenameFieldDefinition();
      }
      case "__schema" -> {
        return schema.getIntrospectionSchemaFieldDefinition();
      }
      case "__type" -> {
        return schema.getIntrospectionTypeFieldDefinition();
      }
      default -> {}
    }
    return Objects.requireNonNull(
        ((GraphQLFieldsContainer) Objects.requireNonNull(schema.getType(type)))
            .getFieldDefinition(name),
        () -> "no field " + type + "." + name);
  }
}
