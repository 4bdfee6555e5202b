package dev.orrery.gateway.execution.operation;

import graphql.language.ArrayValue;
import graphql.language.BooleanValue;
import graphql.language.EnumValue;
import graphql.language.FloatValue;
import graphql.language.IntValue;
import graphql.language.NullValue;
import graphql.language.ObjectField;
import graphql.language.ObjectValue;
import graphql.language.StringValue;
import graphql.language.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns constants of the GraphQL language into JSON values.
final class Literals {
  private Literals() {}

  static @Nullable Object toJson(Value<?> value) {
    return switch (value) {
      case NullValue _ -> null;
      case StringValue text -> text.getValue();
      case EnumValue name -> name.getName();
      case BooleanValue flag -> flag.isValue();
      case IntValue number -> number.getValue();
      case FloatValue number -> number.getValue();
      case ArrayValue array -> {
        List<@Nullable Object> list = new ArrayList<>();
        for (Value<?> item : array.getValues()) {
          list.add(toJson(item));
        }
        yield list;
      }
      case ObjectValue object -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (ObjectField field : object.getObjectFields()) {
          map.put(field.getName(), toJson(field.getValue()));
        }
        yield map;
      }
      default -> throw new IllegalArgumentException("%s is no constant".formatted(value));
    };
  }
}
