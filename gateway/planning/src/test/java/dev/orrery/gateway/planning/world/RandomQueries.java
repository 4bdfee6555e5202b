package dev.orrery.gateway.planning.world;

import graphql.schema.GraphQLCompositeType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.GraphQLUnionType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Makes valid queries for a schema by chance: nested fields, aliases, fragments, conditions.
public final class RandomQueries {
  private final GraphQLSchema schema;
  private final Random random;
  private int aliases;

  public RandomQueries(GraphQLSchema schema, long seed) {
    this.schema = schema;
    this.random = new Random(seed);
  }

  /// Uses the variables `$x` and `$y`.
  public String next() {
    aliases = 0;
    return "query($x: Boolean!, $y: Boolean!) " + set(schema.getQueryType(), 4);
  }

  private String set(GraphQLCompositeType type, int depth) {
    var parts = new ArrayList<String>();
    if (type instanceof GraphQLFieldsContainer container) {
      var fields = container.getFieldDefinitions();
      var count = 1 + random.nextInt(3);
      for (var i = 0; i < count; i++) {
        field(fields.get(random.nextInt(fields.size())), depth, parts);
      }
    }
    if (!(type instanceof GraphQLObjectType)) {
      if (random.nextInt(3) == 0) {
        parts.add("__typename");
      }
      for (var member : members(type)) {
        if (random.nextInt(2) == 0) {
          parts.add("... on " + member.getName() + condition() + " " + set(member, depth));
        }
      }
    } else if (random.nextInt(8) == 0) {
      parts.add("... " + condition() + " " + set(type, depth));
    }
    if (parts.isEmpty()) {
      parts.add("__typename");
    }
    return "{ " + String.join(" ", parts) + " }";
  }

  private List<GraphQLObjectType> members(GraphQLCompositeType type) {
    return switch (type) {
      case GraphQLInterfaceType i -> schema.getImplementations(i);
      case GraphQLUnionType union ->
          union.getTypes().stream().map(member -> (GraphQLObjectType) member).toList();
      default -> List.of();
    };
  }

  private void field(GraphQLFieldDefinition field, int depth, List<String> parts) {
    var type = (GraphQLNamedType) GraphQLTypeUtil.unwrapAll(field.getType());
    var takesArguments = !field.getArguments().isEmpty();
    var alias = takesArguments || random.nextInt(4) == 0 ? "f" + aliases++ + ": " : "";
    if (type instanceof GraphQLCompositeType composite) {
      if (depth > 0) {
        parts.add(alias + field.getName() + condition() + " " + set(composite, depth - 1));
      }
    } else {
      var arguments = takesArguments ? "(n: " + (3 + random.nextInt(3)) + ")" : "";
      parts.add(alias + field.getName() + arguments + condition());
    }
  }

  private String condition() {
    return switch (random.nextInt(12)) {
      case 0 -> " @include(if: $x)";
      case 1 -> " @skip(if: $y)";
      case 2 -> " @include(if: $x) @skip(if: $y)";
      default -> "";
    };
  }
}
