package dev.orrery.kit.subgraph.wiring;

import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import dev.orrery.kit.subgraph.error.RefusedException;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLAppliedDirective;
import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLDirectiveContainer;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Refuses malformed ids and ids of the wrong kind in every argument that `@prefix` speaks of,
/// before any code of a feature runs.
final class IdArguments {
  private IdArguments() {}

  /// @throws RefusedException that names the argument's path
  static void check(DataFetchingEnvironment environment) {
    for (GraphQLArgument argument : environment.getFieldDefinition().getArguments()) {
      @Nullable Object value = environment.getArgument(argument.getName());
      if (value != null) {
        check(argument, argument.getType(), value, argument.getName());
      }
    }
  }

  private static void check(
      GraphQLDirectiveContainer declared, GraphQLType type, Object value, String path) {
    @Nullable GraphQLAppliedDirective prefix = declared.getAppliedDirective("prefix");
    if (prefix != null) {
      checkIds(value, String.valueOf((Object) prefix.getArgument("value").getValue()), path);
    }
    if (GraphQLTypeUtil.unwrapAll(type) instanceof GraphQLInputObjectType object) {
      checkFields(object, value, path);
    }
  }

  private static void checkFields(GraphQLInputObjectType type, Object value, String path) {
    if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        if (list.get(i) instanceof Map<?, ?> member) {
          checkFields(type, member, path + "." + i);
        }
      }
    } else if (value instanceof Map<?, ?> fields) {
      for (GraphQLInputObjectField field : type.getFields()) {
        @Nullable Object member = fields.get(field.getName());
        if (member != null) {
          check(field, field.getType(), member, path + "." + field.getName());
        }
      }
    }
  }

  private static void checkIds(Object value, String prefix, String path) {
    if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        if (list.get(i) instanceof Object member) {
          checkIds(member, prefix, path + "." + i);
        }
      }
      return;
    }
    try {
      TypeId.parse(value.toString(), prefix);
    } catch (IllegalArgumentException malformed) {
      throw new RefusedException(new InvalidArgument(path, String.valueOf(malformed.getMessage())));
    }
  }
}
