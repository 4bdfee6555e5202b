package dev.orrery.gateway.planning.world;

import dev.orrery.gateway.composition.sdl.FieldSet;
import dev.orrery.gateway.composition.sdl.TypeRef;
import dev.orrery.gateway.composition.supergraph.EnumType;
import dev.orrery.gateway.composition.supergraph.Field;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// Made-up data for any supergraph: three objects of each type, and for every field of each a value
/// that follows from its coordinate, so that all who ask get the same answer.
final class World {
  static final int OBJECTS = 3;

  private final Supergraph supergraph;

  World(Supergraph supergraph) {
    this.supergraph = supergraph;
  }

  /// The value of a field: a scalar, a `Thing`, a list, or null where the type allows it and the
  /// dice say so.
  Object value(Thing of, String fieldName, Map<String, Object> arguments) {
    var field = supergraph.composite(of.type()).fields().get(fieldName);
    var seed = Math.floorMod((fieldName + new TreeMap<>(arguments)).hashCode(), 1000);
    return value(field.type(), of, field, arguments, seed, "");
  }

  private Object value(
      TypeRef type, Thing of, Field field, Map<String, Object> arguments, int seed, String item) {
    return switch (type) {
      case TypeRef.NonNull(var inner) -> present(inner, of, field, arguments, seed, item);
      case TypeRef.Named _, TypeRef.ListOf _ ->
          (seed + of.index()) % 7 == 3 && !type.baseName().equals("ID")
              ? null
              : present(type, of, field, arguments, seed, item);
    };
  }

  private Object present(
      TypeRef type, Thing of, Field field, Map<String, Object> arguments, int seed, String item) {
    return switch (type) {
      case TypeRef.NonNull(var inner) -> present(inner, of, field, arguments, seed, item);
      case TypeRef.ListOf(var inner) -> {
        var items = new ArrayList<Object>();
        for (var i = 0; i < 2; i++) {
          items.add(value(inner, of, field, arguments, seed + i, item + "/" + i));
        }
        yield items;
      }
      case TypeRef.Named(var name) -> named(name, of, field, arguments, seed, item);
    };
  }

  private Object named(
      String name, Thing of, Field field, Map<String, Object> arguments, int seed, String item) {
    var types = supergraph.possibleTypes(name);
    if (!types.isEmpty()) {
      var live = live(name, field, types);
      return Thing.of(live.get(seed % live.size()), (of.index() + seed) % OBJECTS);
    }
    return switch (name) {
      case "Int" -> (of.index() + 1) * 1000 + seed;
      case "Float" -> (of.index() + 1) * 1000 + seed + 0.5;
      case "Boolean" -> (seed + of.index()) % 2 == 0;
      default ->
          supergraph.types().get(name) instanceof EnumType values
              ? values.values().keySet().stream()
                  .sorted()
                  .toList()
                  .get(seed % values.values().size())
              : "%s-%d-%s%s%s"
                  .formatted(
                      of.type(),
                      of.index(),
                      field.name(),
                      item,
                      arguments.isEmpty() ? "" : new TreeMap<>(arguments).toString());
    };
  }

  /// The types on which all subgraphs that have the field agree.
  private List<String> live(String name, Field field, List<String> all) {
    var common = new TreeSet<>(all);
    for (var join : field.joins()) {
      var type = join.type().baseName();
      var isInterfaceObject =
          supergraph.find(type).filter(t -> t.isInterfaceObjectIn(join.subgraph())).isPresent();
      if (!isInterfaceObject && !join.external()) {
        common.retainAll(supergraph.possibleTypesIn(type, join.subgraph()));
      }
    }
    return common.isEmpty() ? all : List.copyOf(common);
  }

  /// The object that a representation means; null when there is none.
  Thing find(Map<String, Object> representation, List<FieldSet> keys) {
    for (var type : supergraph.possibleTypes((String) representation.get("__typename"))) {
      for (var i = 0; i < OBJECTS; i++) {
        var thing = Thing.of(type, i);
        if (keys.stream().anyMatch(key -> matches(thing, key, representation))) {
          return new Thing(type, i, representation);
        }
      }
    }
    return null;
  }

  /// Whether what was sent holds the set, with the values that the object has.
  boolean matches(Thing thing, FieldSet set, Map<String, Object> sent) {
    for (var selection : set.selections()) {
      var fits =
          switch (selection) {
            case FieldSet.FieldSelection field ->
                field.name().equals("__typename")
                    || (sent.containsKey(field.name())
                        && same(
                            value(thing, field.name(), literals(field)),
                            field.selections(),
                            sent.get(field.name())));
            case FieldSet.FragmentSelection fragment ->
                (fragment.typeCondition() != null
                        && !supergraph
                            .possibleTypes(fragment.typeCondition())
                            .contains(thing.type()))
                    || matches(thing, fragment.selections(), sent);
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static Map<String, Object> literals(FieldSet.FieldSelection field) {
    var values = new HashMap<String, Object>();
    field.arguments().forEach((name, literal) -> values.put(name, Values.of(literal.toValue())));
    return values;
  }

  @SuppressWarnings("unchecked")
  private boolean same(Object value, FieldSet below, Object sent) {
    return switch (value) {
      case null -> sent == null;
      case Thing thing ->
          sent instanceof Map<?, ?> map && matches(thing, below, (Map<String, Object>) map);
      case List<?> list -> {
        if (!(sent instanceof List<?> others) || others.size() != list.size()) {
          yield false;
        }
        for (var i = 0; i < list.size(); i++) {
          if (!same(list.get(i), below, others.get(i))) {
            yield false;
          }
        }
        yield true;
      }
      default -> String.valueOf(value).equals(String.valueOf(sent));
    };
  }
}
