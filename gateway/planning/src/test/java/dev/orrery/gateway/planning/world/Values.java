package dev.orrery.gateway.planning.world;

import graphql.language.ArrayValue;
import graphql.language.BooleanValue;
import graphql.language.EnumValue;
import graphql.language.FloatValue;
import graphql.language.IntValue;
import graphql.language.ObjectValue;
import graphql.language.StringValue;
import graphql.language.Value;
import java.util.TreeMap;

/// Literals as the values that fetchers see.
final class Values {
  private Values() {}

  static Object of(Value<?> value) {
    return switch (value) {
      case IntValue number -> number.getValue().intValue();
      case FloatValue number -> number.getValue().doubleValue();
      case BooleanValue bool -> bool.isValue();
      case StringValue string -> string.getValue();
      case EnumValue name -> name.getName();
      case ArrayValue list -> list.getValues().stream().map(Values::of).toList();
      case ObjectValue object -> {
        var fields = new TreeMap<String, Object>();
        object.getObjectFields().forEach(f -> fields.put(f.getName(), of(f.getValue())));
        yield fields;
      }
      default -> throw new IllegalArgumentException("no literal: " + value);
    };
  }

  /// The same with lists and maps that may be changed.
  static Object copy(Object value) {
    return switch (value) {
      case null -> null;
      case java.util.Map<?, ?> map -> {
        var fields = new java.util.LinkedHashMap<String, Object>();
        map.forEach((key, below) -> fields.put((String) key, copy(below)));
        yield fields;
      }
      case java.util.List<?> list -> {
        var items = new java.util.ArrayList<Object>();
        list.forEach(item -> items.add(copy(item)));
        yield items;
      }
      default -> value;
    };
  }
}
