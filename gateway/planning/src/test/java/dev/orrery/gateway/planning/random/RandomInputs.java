package dev.orrery.gateway.planning.random;

import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLEnumValueDefinition;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Values for arguments: literals, variables, and literals with variables in them.
final class RandomInputs {
  private static final int DEEPEST = 2;

  private final Chance chance;
  private final Map<String, String> declarations = new LinkedHashMap<>();
  private final Map<String, Object> values = new LinkedHashMap<>();

  RandomInputs(Chance chance) {
    this.chance = chance;
  }

  void forget() {
    declarations.clear();
    values.clear();
  }

  /// Types of the variables, with defaults.
  Map<String, String> declarations() {
    return declarations;
  }

  Map<String, Object> values() {
    return values;
  }

  String value(GraphQLType type) {
    return value(type, 0);
  }

  private String value(GraphQLType type, int depth) {
    if (chance.oneIn(4)) {
      return variable(type);
    }
    return switch (type) {
      case GraphQLNonNull nonNull -> present(nonNull.getWrappedType(), depth);
      default -> chance.oneIn(8) ? "null" : present(type, depth);
    };
  }

  private String present(GraphQLType type, int depth) {
    return switch (type) {
      case GraphQLList list -> {
        var items = new ArrayList<String>();
        for (var i = 0; i < chance.below(3); i++) {
          items.add(value(list.getWrappedType(), depth + 1));
        }
        yield "[" + String.join(", ", items) + "]";
      }
      case GraphQLInputObjectType object -> {
        var fields = new ArrayList<String>();
        for (var field : object.getFields()) {
          if (GraphQLTypeUtil.isNonNull(field.getType()) || (depth < DEEPEST && chance.oneIn(2))) {
            fields.add(field.getName() + ": " + value(field.getType(), depth + 1));
          }
        }
        yield "{" + String.join(", ", fields) + "}";
      }
      case GraphQLEnumType values -> chance.of(values.getValues()).getName();
      default -> {
        var scalar = scalar(((GraphQLNamedType) type).getName());
        yield scalar instanceof String text ? "\"" + text + "\"" : String.valueOf(scalar);
      }
    };
  }

  private String variable(GraphQLType type) {
    var name = "v" + declarations.size();
    var text = GraphQLTypeUtil.simplePrint(type);
    var hasDefault = !GraphQLTypeUtil.isNonNull(type) && text.equals("Int") && chance.oneIn(3);
    declarations.put(name, hasDefault ? "Int = 9" : text);
    if (GraphQLTypeUtil.isNonNull(type) || !chance.oneIn(4)) {
      values.put(name, json(type, 0));
    }
    return "$" + name;
  }

  private Object json(GraphQLType type, int depth) {
    return switch (type) {
      case GraphQLNonNull nonNull -> {
        var value = json(nonNull.getWrappedType(), depth);
        yield value == null ? json(type, depth) : value;
      }
      case GraphQLList list -> {
        var items = new ArrayList<Object>();
        for (var i = 0; i < chance.below(3); i++) {
          items.add(json(list.getWrappedType(), depth + 1));
        }
        yield items;
      }
      case GraphQLInputObjectType object -> {
        var fields = new LinkedHashMap<String, Object>();
        for (var field : object.getFields()) {
          if (GraphQLTypeUtil.isNonNull(field.getType()) || (depth < DEEPEST && chance.oneIn(2))) {
            fields.put(field.getName(), json(field.getType(), depth + 1));
          }
        }
        yield fields;
      }
      case GraphQLEnumType values ->
          chance.of(values.getValues().stream().map(GraphQLEnumValueDefinition::getName).toList());
      default -> chance.oneIn(8) ? null : scalar(((GraphQLNamedType) type).getName());
    };
  }

  private Object scalar(String name) {
    return switch (name) {
      case "Int" -> chance.below(5);
      case "Float" -> chance.below(5) + 0.25;
      case "Boolean" -> chance.oneIn(2);
      case "ID" -> "id" + chance.below(5);
      default -> chance.of(List.of("", "plain", "with \\u00e4 and \\\\", "{ }"));
    };
  }
}
