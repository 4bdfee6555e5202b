package dev.orrery.kit.subgraph.wiring;

import dev.orrery.kit.ids.TypeId;
import graphql.schema.GraphQLAppliedDirective;
import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLDirectiveContainer;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.GraphQLUnionType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What can be asked of any subgraph by whoever knows nothing of its content: of each root field
/// and of each entity one, by an id that nobody has, and the first of each list with what hangs on
/// it.
final class RehearsalQueries {
  /// A connection, its nodes, what they refer to, and a list of that.
  private static final int DEPTH = 4;

  /// Takes as long as there are rows.
  private static final String COUNT = "totalCount";

  /// The same as `nodes`.
  private static final String EDGES = "edges";

  private RehearsalQueries() {}

  static List<String> of(GraphQLSchema schema) {
    List<String> queries = new ArrayList<>();
    for (GraphQLFieldDefinition field : schema.getQueryType().getFieldDefinitions()) {
      if (!field.getName().startsWith("_")) {
        call(field)
            .ifPresent(call ->
                queries.add(
                    "{ %s %s }".formatted(call, selection(field.getType(), DEPTH, Set.of()))));
      }
    }
    if (schema.getType("_Entity") instanceof GraphQLUnionType entities) {
      entities.getTypes().forEach(type -> entity((GraphQLObjectType) type).ifPresent(queries::add));
    }
    return queries;
  }

  private static Optional<String> entity(GraphQLObjectType type) {
    return unknownId(type)
        .map(id ->
            """
            { _entities(representations: [{__typename: "%s", id: "%s"}]) { ... on %1$s %s } }\
            """
                .formatted(type.getName(), id, selection(type, DEPTH - 1, Set.of())));
  }

  /// @return nothing for a field that demands what is not an id
  private static Optional<String> call(GraphQLFieldDefinition field) {
    List<String> arguments = new ArrayList<>();
    for (GraphQLArgument argument : field.getArguments()) {
      if (argument.getName().equals("first")) {
        arguments.add("first: 1");
      } else if (GraphQLTypeUtil.isNonNull(argument.getType()) && !argument.hasSetDefaultValue()) {
        Optional<String> id = unknownId(argument);
        if (id.isEmpty()) {
          return Optional.empty();
        }
        arguments.add("%s: \"%s\"".formatted(argument.getName(), id.get()));
      }
    }
    return Optional.of(
        arguments.isEmpty()
            ? field.getName()
            : "%s(%s)".formatted(field.getName(), String.join(", ", arguments)));
  }

  private static Optional<String> unknownId(GraphQLDirectiveContainer container) {
    @Nullable GraphQLAppliedDirective prefix = container.getAppliedDirective("prefix");
    return Optional.ofNullable(prefix)
        .map(known ->
            TypeId.generate(Objects.requireNonNull(known.getArgument("value").<String>getValue()))
                .toString());
  }

  private static String selection(GraphQLType selected, int depth, Set<String> above) {
    GraphQLNamedType type = GraphQLTypeUtil.unwrapAllAs(selected);
    if (GraphQLTypeUtil.isLeaf(type)) {
      return "";
    }
    if (!(type instanceof GraphQLObjectType object)
        || depth == 0
        || above.contains(type.getName())) {
      return "{ __typename }";
    }
    Set<String> path =
        Stream.concat(above.stream(), Stream.of(type.getName())).collect(Collectors.toSet());
    return object.getFieldDefinitions().stream()
        .filter(field -> !field.getName().equals(COUNT) && !field.getName().equals(EDGES))
        .flatMap(field ->
            call(field).stream()
                .map(call -> "%s %s".formatted(call, selection(field.getType(), depth - 1, path))))
        .collect(Collectors.joining(" ", "{ __typename ", " }"));
  }
}
