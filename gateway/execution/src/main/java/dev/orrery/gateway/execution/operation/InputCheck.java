package dev.orrery.gateway.execution.operation;

import graphql.Scalars;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Checks a JSON value against an input type. Messages never repeat the value: it may be a secret.
final class InputCheck {
  private final List<Problem> problems = new ArrayList<>(0);

  private InputCheck() {}

  /// @param path inside the variable, such as `.items[0].name`; empty for the variable itself
  record Problem(String path, String message) {}

  static List<Problem> check(GraphQLType type, @Nullable Object value) {
    InputCheck check = new InputCheck();
    check.check("", type, value);
    return check.problems;
  }

  static String text(GraphQLType type) {
    return GraphQLTypeUtil.simplePrint(type);
  }

  private void check(String path, GraphQLType type, @Nullable Object value) {
    if (type instanceof GraphQLNonNull nonNull) {
      if (value == null) {
        refuse(path, "must not be null: its type is %s.".formatted(text(type)));
      } else {
        check(path, nonNull.getWrappedType(), value);
      }
      return;
    }
    if (value == null) {
      return;
    }
    switch (type) {
      case GraphQLList list -> checkList(path, list, value);
      case GraphQLInputObjectType object -> checkObject(path, object, value);
      case GraphQLEnumType values -> {
        if (!(value instanceof String name) || values.getValue(name) == null) {
          refuse(path, "must be a value of the enum %s.".formatted(values.getName()));
        }
      }
      case GraphQLScalarType scalar -> {
        if (!fits(scalar, value)) {
          refuse(path, "must be %s.".formatted(article(scalar.getName())));
        }
      }
      default -> throw new IllegalArgumentException("%s is no input type".formatted(type));
    }
  }

  private void checkList(String path, GraphQLList list, Object value) {
    if (!(value instanceof List<?> items)) {
      check(path, list.getWrappedType(), value); // one value stands for a list of one
      return;
    }
    for (int i = 0; i < items.size(); i++) {
      check("%s[%d]".formatted(path, i), list.getWrappedType(), items.get(i));
    }
  }

  private void checkObject(String path, GraphQLInputObjectType object, Object value) {
    if (!(value instanceof Map<?, ?> members)) {
      refuse(path, "must be an object of type %s.".formatted(object.getName()));
      return;
    }
    for (Object key : members.keySet()) {
      if (object.getField(String.valueOf(key)) == null) {
        refuse(path, "has a field that %s does not define.".formatted(object.getName()));
      }
    }
    for (GraphQLInputObjectField field : object.getFields()) {
      String fieldPath = path + "." + field.getName();
      if (members.containsKey(field.getName())) {
        check(fieldPath, field.getType(), members.get(field.getName()));
      } else if (field.getType() instanceof GraphQLNonNull && !field.hasSetDefaultValue()) {
        refuse(fieldPath, "of required type %s was not given.".formatted(text(field.getType())));
      }
    }
    if (object.isOneOf()
        && (members.size() != 1 || members.values().stream().anyMatch(v -> v == null))) {
      refuse(path, "must have exactly one field of %s, and not null.".formatted(object.getName()));
    }
  }

  private static boolean fits(GraphQLScalarType scalar, Object value) {
    if (scalar.getName().equals(Scalars.GraphQLInt.getName())) {
      return value instanceof Integer;
    }
    if (scalar.getName().equals(Scalars.GraphQLFloat.getName())) {
      return value instanceof Number number
          && !Double.isInfinite(new BigDecimal(number.toString()).doubleValue());
    }
    if (scalar.getName().equals(Scalars.GraphQLString.getName())) {
      return value instanceof String;
    }
    if (scalar.getName().equals(Scalars.GraphQLBoolean.getName())) {
      return value instanceof Boolean;
    }
    if (scalar.getName().equals(Scalars.GraphQLID.getName())) {
      return value instanceof String
          || (value instanceof Number number && !(number instanceof BigDecimal));
    }
    return true;
  }

  private static String article(String name) {
    return ("AEIOU".indexOf(name.charAt(0)) >= 0 ? "an " : "a ") + name;
  }

  private void refuse(String path, String message) {
    problems.add(new Problem(path, message));
  }
}
