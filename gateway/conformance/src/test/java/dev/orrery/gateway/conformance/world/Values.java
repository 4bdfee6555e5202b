package dev.orrery.gateway.conformance.world;

import dev.orrery.gateway.composition.sdl.FieldSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Makes values out of `data.json`. `cases/README.md` says what can be written there.
final class Values {
  private final World world;
  private final String subgraph;

  /// @param subgraph whose view of the data this is; empty for everything there is
  Values(World world, String subgraph) {
    this.world = world;
    this.subgraph = subgraph;
  }

  /// What a field is asked with.
  ///
  /// @param type the object type that the field promises; null when it may be one of several
  /// @param composite whether the field has fields of its own
  /// @param provided what is promised of the objects it leads to
  record Asked(
      String field,
      Map<String, ?> arguments,
      @Nullable String type,
      boolean composite,
      List<FieldSet> provided,
      @Nullable FieldSet requires,
      UnaryOperator<@Nullable String> header) {}

  @Nullable Object of(Thing thing, Asked asked) {
    return value(raw(thing, asked.field()), thing, asked);
  }

  private @Nullable Object raw(Thing thing, String field) {
    if (!subgraph.isEmpty()) {
      Map<String, ?> special = world.special(subgraph, thing.name());
      if (special != null && special.containsKey(field)) {
        return special.get(field);
      }
    }
    if (!thing.fields().containsKey(field)) {
      throw new Fault(
          "data.json has no %s for %s"
              .formatted(field, thing.name().isEmpty() ? thing : thing.name()));
    }
    return thing.fields().get(field);
  }

  private @Nullable Object value(@Nullable Object raw, Thing thing, Asked asked) {
    return switch (raw) {
      case null -> null;
      case Map<?, ?> map when map.containsKey("$error") -> throw new PlannedError(map);
      case Map<?, ?> map when map.containsKey("$echo") ->
          echo(String.valueOf(map.get("$echo")), thing, asked);
      case Map<?, ?> map when map.containsKey("$tick") -> world.tick();
      case Map<?, ?> map when map.containsKey("$header") ->
          asked.header().apply(String.valueOf(map.get("$header")));
      case Map<?, ?> map when map.containsKey("$by") -> {
        String key = text(asked.arguments().get(String.valueOf(map.get("$by"))));
        yield value(map.containsKey(key) ? map.get(key) : map.get("$else"), thing, asked);
      }
      case List<?> list when asked.composite() || hasInstructions(list) -> {
        List<@Nullable Object> items = new ArrayList<>();
        for (Object item : list) {
          items.add(item(item, thing, asked));
        }
        yield items;
      }
      case String text when text.startsWith("->") ->
          view(world.object(text.substring(2), thing), asked);
      case Map<?, ?> map when asked.composite() -> view(written(map, thing, asked), asked);
      default -> raw;
    };
  }

  private static boolean hasInstructions(List<?> list) {
    return list.stream()
        .anyMatch(i ->
            i instanceof List<?> inner
                ? hasInstructions(inner)
                : i instanceof Map<?, ?> map && map.containsKey("$error"));
  }

  /// Errors of one item are that item's own.
  private @Nullable Object item(@Nullable Object raw, Thing thing, Asked asked) {
    try {
      return value(raw, thing, asked);
    } catch (PlannedError e) {
      return e;
    }
  }

  private static Thing view(Thing thing, Asked asked) {
    return new Thing(
        thing.name(), thing.type(), thing.fields(), null, asked.provided(), thing.parent());
  }

  private static Thing written(Map<?, ?> fields, Thing parent, Asked asked) {
    Object type = fields.get("__typename") == null ? asked.type() : fields.get("__typename");
    if (type == null) {
      throw new Fault("%s needs a __typename in data.json".formatted(asked.field()));
    }
    return new Thing("", type.toString(), World.map(fields), null, List.of(), parent);
  }

  private String echo(String name, Thing thing, Asked asked) {
    List<String> inputs = new ArrayList<>();
    new TreeMap<>(asked.arguments()).forEach((key, value) -> inputs.add(key + "=" + text(value)));
    if (asked.requires() != null) {
      inputs.addAll(inputs(asked.requires(), thing, thing.sent()));
    }
    return name + "(" + String.join(",", inputs) + ")";
  }

  /// The values of a requirement: from what was sent or, where nothing was, from the data.
  private List<String> inputs(FieldSet set, Thing thing, @Nullable Map<String, ?> sent) {
    List<String> inputs = new ArrayList<>();
    for (FieldSet.Selection selection : set.selections()) {
      switch (selection) {
        case FieldSet.FieldSelection field -> {
          String key = field.alias() == null ? field.name() : field.alias();
          if (sent != null && !sent.containsKey(key)) {
            throw new Fault(
                "%s needs %s of %s and was sent %s"
                    .formatted(subgraph, set, thing.name(), Json.text(sent)));
          }
          if (!field.name().equals("__typename")) {
            Object known = known(thing, field);
            Object value = sent == null ? known : sent.get(key);
            inputs.add(key + "=" + input(value, known, field.selections(), sent != null));
          }
        }
        case FieldSet.FragmentSelection fragment -> {
          if (fragment.typeCondition() == null
              || world.is(thing.type(), fragment.typeCondition())) {
            inputs.addAll(inputs(fragment.selections(), thing, sent));
          }
        }
      }
    }
    return inputs;
  }

  private @Nullable Object known(Thing thing, FieldSet.FieldSelection field) {
    Contract.Rules rules = world.rules(thing.type(), field.name());
    Map<String, @Nullable Object> arguments = new TreeMap<>(rules.defaults());
    field
        .arguments()
        .forEach((name, literal) -> arguments.put(name, Literals.of(literal.toValue())));
    Thing unsent =
        new Thing(thing.name(), thing.type(), thing.fields(), null, List.of(), thing.parent());
    try {
      return new Values(world, "")
          .of(
              unsent,
              new Asked(
                  field.name(),
                  arguments,
                  world.fieldType(thing.type(), field.name()),
                  !field.selections().isEmpty(),
                  List.of(),
                  rules.requires(),
                  _ -> null));
    } catch (PlannedError e) {
      return null;
    }
  }

  private String input(
      @Nullable Object value, @Nullable Object known, FieldSet below, boolean sent) {
    if (value instanceof List<?> list) {
      List<String> items = new ArrayList<>();
      for (int i = 0; i < list.size(); i++) {
        Object other = known instanceof List<?> k && i < k.size() ? k.get(i) : null;
        items.add(input(list.get(i), other, below, sent));
      }
      return "[" + String.join(",", items) + "]";
    }
    if (!below.isEmpty() && value != null && known instanceof Thing inner) {
      return "{" + String.join(",", inputs(below, inner, sent ? World.map(value) : null)) + "}";
    }
    return text(value);
  }

  /// The requirement's inputs are all there.
  void check(FieldSet requires, Thing thing) {
    inputs(requires, thing, thing.sent());
  }

  static String text(@Nullable Object value) {
    return value == null || value instanceof Thing
        ? "null"
        : value instanceof String s ? s : Json.text(value);
  }
}
