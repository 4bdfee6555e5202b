package dev.orrery.gateway.planning.world;

import graphql.language.ArrayValue;
import graphql.language.BooleanValue;
import graphql.language.EnumValue;
import graphql.language.FloatValue;
import graphql.language.IntValue;
import graphql.language.ObjectValue;
import graphql.language.StringValue;
import graphql.language.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

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

  /// The same with the keys of all maps in order.
  static Object sorted(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        var fields = new TreeMap<String, Object>();
        map.forEach((key, below) -> fields.put((String) key, sorted(below)));
        yield fields;
      }
      case List<?> list -> list.stream().map(Values::sorted).collect(Collectors.toList());
      case null, default -> value;
    };
  }

  /// The same with lists and maps that may be changed.
  static Object copy(Object value) {
    return switch (value) {
      case null -> null;
      case Map<?, ?> map -> {
        var fields = new LinkedHashMap<String, Object>();
        map.forEach((key, below) -> fields.put((String) key, copy(below)));
        yield fields;
      }
      case List<?> list -> {
        var items = new ArrayList<Object>();
        list.forEach(item -> items.add(copy(item)));
        yield items;
      }
      default -> value;
    };
  }
}
