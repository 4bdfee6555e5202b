package dev.orrery.gateway.conformance.world;

import graphql.language.ArrayValue;
import graphql.language.BooleanValue;
import graphql.language.EnumValue;
import graphql.language.FloatValue;
import graphql.language.IntValue;
import graphql.language.NullValue;
import graphql.language.ObjectValue;
import graphql.language.StringValue;
import graphql.language.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// GraphQL literals as plain values.
final class Literals {
  private Literals() {}

  static @Nullable Object of(Value<?> literal) {
    return switch (literal) {
      case NullValue _ -> null;
      case IntValue number -> number.getValue();
      case FloatValue number -> number.getValue();
      case BooleanValue flag -> flag.isValue();
      case StringValue text -> text.getValue();
      case EnumValue value -> value.getName();
      case ArrayValue array -> {
        List<@Nullable Object> items = new ArrayList<>();
        array.getValues().forEach(item -> items.add(of(item)));
        yield items;
      }
      case ObjectValue object -> {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        object.getObjectFields().forEach(f -> fields.put(f.getName(), of(f.getValue())));
        yield fields;
      }
      default -> throw new IllegalArgumentException("a literal like " + literal);
    };
  }
}
