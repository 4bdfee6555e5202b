package dev.orrery.gateway.planning.world;

import dev.orrery.gateway.composition.sdl.FieldSet;
import dev.orrery.gateway.composition.sdl.TypeRef;
import dev.orrery.gateway.composition.supergraph.CompositeType;
import dev.orrery.gateway.composition.supergraph.EnumType;
import dev.orrery.gateway.composition.supergraph.EnumValue;
import dev.orrery.gateway.composition.supergraph.Field;
import dev.orrery.gateway.composition.supergraph.JoinType;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import dev.orrery.gateway.composition.supergraph.UnionType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
    if (isOutOfReach(of, fieldName)) {
      return null;
    }
    var field = supergraph.composite(of.type()).fields().get(fieldName);
    var seed = Math.floorMod((fieldName + Values.sorted(arguments)).hashCode(), 1000);
    return value(field.type(), of, field, arguments, seed, "");
  }

  /// Lets fields fail, but for those with which federation loses more than one schema would:
  ///
  /// - keys, and whatever another field needs;
  /// - fields without null inside an object that another field needs. What the client asks of such
  ///   an object and what the other field requires of it come with one selection, so a null that
  ///   takes the object takes it from both; to ask twice would cost every request for the sake of
  ///   those that fail;
  /// - fields without null of an interface object, whose subgraph cannot leave out the types that
  ///   nobody asked about.
  void plantErrors(boolean planted) {
    failing = planted;
  }

  boolean fails(Thing thing, Field field) {
    if (!failing
        || Math.floorMod((thing.type() + thing.index() + field.name()).hashCode(), 7) != 0) {
      return false;
    }
    if (needed.isEmpty()) {
      collectNeeded();
    }
    return !needed.contains(field.name())
        && !isOutOfReach(thing, field.name())
        && (field.type().nullable()
            || !(isOfInterfaceObject(thing.type(), field.name())
                || insideNeeded.contains(thing.type())))
        && field.joins().stream().allMatch(join -> join.type().equals(field.type()));
  }

  private boolean isOfInterfaceObject(String type, String fieldName) {
    return supergraph.composite(type).interfaces().stream()
        .map(supergraph::composite)
        .filter(i -> i.joins().stream().anyMatch(JoinType::interfaceObject))
        .anyMatch(i -> i.fields().containsKey(fieldName));
  }

  private boolean failing;
  private final Set<String> needed = new HashSet<>();
  // Types whose objects are needed, or lie in such an object without a null in between.
  private final Set<String> insideNeeded = new HashSet<>();

  private void collectNeeded() {
    needed.add("__typename");
    for (var type : supergraph.types().values()) {
      type.joins().stream().map(JoinType::key).forEach(this::need);
      if (type instanceof CompositeType composite) {
        for (var field : composite.fields().values()) {
          for (var join : field.joins()) {
            need(join.requires());
            need(join.provides());
            join.contextArguments().forEach(argument -> need(argument.selection()));
          }
        }
      }
    }
    for (var type : supergraph.types().values()) {
      if (type instanceof CompositeType composite) {
        composite.fields().values().stream()
            .filter(field -> needed.contains(field.name()))
            .forEach(field -> lookInside(field.type().baseName()));
      }
    }
  }

  private void lookInside(String type) {
    if (!(supergraph.types().get(type) instanceof CompositeType)
        && !(supergraph.types().get(type) instanceof UnionType)) {
      return;
    }
    for (var possible : supergraph.possibleTypes(type)) {
      if (insideNeeded.add(possible)) {
        supergraph.composite(possible).fields().values().stream()
            .filter(field -> !field.type().nullable())
            .forEach(field -> lookInside(field.type().baseName()));
      }
    }
  }

  private void need(FieldSet set) {
    if (set != null) {
      needed.addAll(List.of(set.toString().split("\\W+")));
    }
  }

  /// Whether nobody can get there: the only key of the object is null, and the field lies in a
  /// subgraph that comes by such objects by that key alone.
  private boolean isOutOfReach(Thing thing, String fieldName) {
    var key = nullableKeys.computeIfAbsent(thing.type(), type -> NullableKey.of(supergraph, type));
    if (key.isEmpty() || fieldName.equals(key.get().field())) {
      return false;
    }
    var field = supergraph.composite(thing.type()).fields().get(fieldName);
    return field.joins().stream().noneMatch(join -> key.get().homes().contains(join.subgraph()))
        && value(thing, key.get().field(), Map.of()) == null;
  }

  private final Map<String, Optional<NullableKey>> nullableKeys = new HashMap<>();

  /// @param homes the subgraphs that come by the objects without the key
  private record NullableKey(String field, Set<String> homes) {
    static Optional<NullableKey> of(Supergraph supergraph, String type) {
      var all =
          supergraph.composite(type).joins().stream()
              .map(JoinType::key)
              .filter(Objects::nonNull)
              .map(FieldSet::toString)
              .distinct()
              .toList();
      if (all.size() != 1) {
        return Optional.empty();
      }
      var field = supergraph.composite(type).fields().get(all.getFirst());
      if (field == null || !field.type().nullable()) {
        return Optional.empty();
      }
      var homes = new HashSet<String>();
      for (var other : supergraph.types().values()) {
        if (other instanceof CompositeType composite) {
          for (var leading : composite.fields().values()) {
            leading.joins().stream()
                .filter(join -> join.type().baseName().equals(type))
                .forEach(join -> homes.add(join.subgraph()));
          }
        }
      }
      return Optional.of(new NullableKey(all.getFirst(), homes));
    }
  }

  /// What the objects around a thing give to a field's arguments.
  Map<String, Object> context(Thing thing, Field field) {
    var values = new HashMap<String, Object>();
    for (var join : field.joins()) {
      for (var argument : join.contextArguments()) {
        for (var around = thing.parent(); around != null; around = around.parent()) {
          if (sets(around.type(), argument.context())) {
            values.put(argument.name(), first(around, argument.selection()));
            break;
          }
        }
      }
    }
    return values;
  }

  private boolean sets(String type, String context) {
    return supergraph.find(type).stream()
        .flatMap(t -> t.directive("context"))
        .anyMatch(d -> d.string("name").filter(context::equals).isPresent());
  }

  private Object first(Thing thing, FieldSet set) {
    for (var selection : set.selections()) {
      switch (selection) {
        case FieldSet.FieldSelection field -> {
          var value = value(thing, field.name(), literals(field));
          return value instanceof Thing below ? first(below, field.selections()) : value;
        }
        case FieldSet.FragmentSelection fragment -> {
          if (fragment.typeCondition() == null
              || supergraph.possibleTypes(fragment.typeCondition()).contains(thing.type())) {
            return first(thing, fragment.selections());
          }
        }
      }
    }
    return null;
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
        for (var i = 0; i < (seed + of.index()) % 4; i++) {
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
              ? live(values, field, seed)
              : "%s-%d-%s%s%s"
                  .formatted(
                      of.type(),
                      of.index(),
                      field.name(),
                      item,
                      arguments.isEmpty() ? "" : Values.sorted(arguments).toString());
    };
  }

  /// One of the values that all subgraphs with the field know, and clients too: also those that
  /// have it from elsewhere, to provide it or to require it.
  private static String live(EnumType type, Field field, int seed) {
    var known =
        type.values().values().stream()
            .filter(v -> v.directives().stream().noneMatch(d -> d.name().equals("inaccessible")))
            .filter(value ->
                field.joins().stream()
                    .allMatch(join -> value.subgraphs().contains(join.subgraph())))
            .map(EnumValue::name)
            .sorted()
            .toList();
    if (known.isEmpty()) {
      throw new IllegalStateException("no value of " + type.name() + " is known to all");
    }
    return known.get(seed % known.size());
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
          return new Thing(type, i, representation, null);
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
