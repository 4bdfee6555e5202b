package dev.orrery.gateway.planning.random;

import graphql.parser.Parser;
import graphql.schema.GraphQLArgument;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Makes operations for a schema by chance: nested fields, aliases, arguments, fragments with and
/// without names, conditions, variables. Now and then one is not valid.
public final class RandomOperations {
  private final GraphQLSchema schema;
  private final Chance chance;
  private final RandomInputs inputs;
  private final Map<String, String> fragments = new LinkedHashMap<>();
  private int aliases;

  public RandomOperations(GraphQLSchema schema, long seed) {
    this.schema = schema;
    this.chance = new Chance(seed);
    this.inputs = new RandomInputs(chance);
  }

  public RandomOperation next() {
    aliases = 0;
    fragments.clear();
    inputs.forget();
    var x = chance.oneIn(2);
    var y = chance.oneIn(2);
    var mutates = schema.getMutationType() != null && chance.oneIn(4);
    var root = mutates ? schema.getMutationType() : schema.getQueryType();
    var body = set(root, 2 + chance.below(4), mutates ? 4 : 3);
    var text =
        new StringBuilder(mutates ? "mutation" : "query").append("($x: Boolean!, $y: Boolean!");
    inputs.declarations().forEach((name, type) -> text.append(", $" + name + ": " + type));
    text.append(") ").append(body);
    fragments.values().forEach(fragment -> text.append('\n').append(fragment));
    var variables = new LinkedHashMap<String, Object>(inputs.values());
    variables.put("x", x);
    variables.put("y", y);
    return new RandomOperation(Tidy.text(Parser.parse(text.toString())), variables);
  }

  private String set(GraphQLCompositeType type, int depth, int width) {
    var parts = new ArrayList<String>();
    if (type instanceof GraphQLFieldsContainer container) {
      var fields = container.getFieldDefinitions();
      var count = 1 + chance.below(width);
      for (var i = 0; i < count; i++) {
        field(chance.of(fields), depth, parts);
      }
    }
    if (chance.oneIn(type instanceof GraphQLObjectType ? 12 : 4)) {
      parts.add(chance.oneIn(3) ? "kind: __typename" : "__typename");
    }
    if (!(type instanceof GraphQLObjectType)) {
      for (var member : members(type)) {
        if (chance.oneIn(2)) {
          parts.add("... on " + member.getName() + condition() + " " + set(member, depth, 3));
        }
      }
      // Another abstract type that has members in common.
      if (chance.oneIn(6) && schema.getType("I") instanceof GraphQLInterfaceType other) {
        parts.add("... on I " + set(other, Math.min(depth, 1), 2));
      }
    } else if (chance.oneIn(8)) {
      parts.add("... " + condition() + " " + set(type, depth, 2));
    }
    if (depth > 0 && chance.oneIn(10)) {
      parts.add("..." + fragment(type, depth) + condition());
    }
    if (parts.isEmpty()) {
      parts.add("__typename");
    }
    return "{ " + String.join(" ", parts) + " }";
  }

  /// A fragment of that type: one that is there already, as often as a new one.
  private String fragment(GraphQLCompositeType type, int depth) {
    for (var known : fragments.entrySet()) {
      if (known.getValue().contains(" on " + type.getName() + " {") && chance.oneIn(2)) {
        return known.getKey();
      }
    }
    var body = set(type, Math.min(depth - 1, 2), 3);
    var name = "F" + fragments.size();
    fragments.put(name, "fragment " + name + " on " + type.getName() + " " + body);
    return name;
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
    var arguments = arguments(field.getArguments());
    var alias = !arguments.isEmpty() || chance.oneIn(5) ? "f" + aliases++ + ": " : "";
    var start = alias + field.getName() + arguments + condition();
    if (type instanceof GraphQLCompositeType composite) {
      if (depth > 0) {
        parts.add(start + " " + set(composite, depth - 1, 3));
      }
    } else {
      parts.add(start);
    }
  }

  private String arguments(List<GraphQLArgument> all) {
    var given = new ArrayList<String>();
    for (var argument : all) {
      var needed = GraphQLTypeUtil.isNonNull(argument.getType()) && !argument.hasSetDefaultValue();
      if (needed || !chance.oneIn(3)) {
        given.add(argument.getName() + ": " + inputs.value(argument.getType()));
      }
    }
    return given.isEmpty() ? "" : "(" + String.join(", ", given) + ")";
  }

  private String condition() {
    return switch (chance.below(16)) {
      case 0 -> " @include(if: $x)";
      case 1 -> " @skip(if: $y)";
      case 2 -> " @include(if: $x) @skip(if: $y)";
      case 3 -> chance.oneIn(4) ? " @skip(if: true)" : " @include(if: true)";
      default -> "";
    };
  }
}
