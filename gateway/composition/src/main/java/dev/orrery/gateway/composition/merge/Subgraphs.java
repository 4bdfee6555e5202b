package dev.orrery.gateway.composition.merge;

import dev.orrery.gateway.composition.findings.Findings.Place;
import dev.orrery.gateway.composition.subgraph.FieldCoordinate;
import dev.orrery.gateway.composition.subgraph.Kind;
import dev.orrery.gateway.composition.subgraph.SubgraphField;
import dev.orrery.gateway.composition.subgraph.SubgraphInput;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;
import dev.orrery.gateway.composition.subgraph.SubgraphType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// All subgraphs of one composition, by name, and the same element across them.
public final class Subgraphs {
  private final List<SubgraphSchema> all;
  private final Map<String, List<Declared<SubgraphType>>> types = new LinkedHashMap<>();

  public Subgraphs(Collection<SubgraphSchema> subgraphs) {
    all = subgraphs.stream().sorted(Comparator.comparing(SubgraphSchema::name)).toList();
    for (var subgraph : all) {
      subgraph
          .types()
          .values()
          .forEach(type ->
              types
                  .computeIfAbsent(type.name(), _ -> new ArrayList<>())
                  .add(new Declared<>(subgraph, type)));
    }
  }

  public List<SubgraphSchema> all() {
    return all;
  }

  public Optional<SubgraphSchema> named(String name) {
    return all.stream().filter(it -> it.name().equals(name)).findFirst();
  }

  /// Every type's declarations, by name.
  public Map<String, List<Declared<SubgraphType>>> types() {
    return types;
  }

  public List<Declared<SubgraphType>> type(String name) {
    return types.getOrDefault(name, List.of());
  }

  /// The names of all types that have the kind in the supergraph.
  public List<String> namesOf(Kind kind) {
    return types.entrySet().stream()
        .filter(e -> e.getValue().getFirst().element().mergedKind() == kind)
        .map(Map.Entry::getKey)
        .toList();
  }

  /// The coordinates of all fields of objects and interfaces.
  public Stream<FieldCoordinate> fields() {
    return types.entrySet().stream()
        .filter(e -> e.getValue().getFirst().element().isComposite())
        .flatMap(e -> fieldNames(e.getKey()).stream().map(f -> new FieldCoordinate(e.getKey(), f)));
  }

  public Set<String> fieldNames(String type) {
    var names = new LinkedHashSet<String>();
    type(type).forEach(it -> names.addAll(it.element().fields().keySet()));
    return names;
  }

  public List<Declared<SubgraphField>> field(FieldCoordinate coordinate) {
    return field(coordinate.type(), coordinate.field());
  }

  public List<Declared<SubgraphField>> field(String type, String field) {
    var declared = new ArrayList<Declared<SubgraphField>>();
    for (var it : type(type)) {
      var found = it.element().fields().get(field);
      if (found != null) {
        declared.add(new Declared<>(it.subgraph(), found));
      }
    }
    return declared;
  }

  /// The field's declarations that are not external; all of them when every one is.
  public List<Declared<SubgraphField>> ownField(FieldCoordinate coordinate) {
    var declared = field(coordinate);
    var own = declared.stream().filter(it -> !it.element().external()).toList();
    return own.isEmpty() ? declared : own;
  }

  /// The declarations of one argument among those of its field.
  public static List<Declared<SubgraphInput>> argument(
      List<Declared<SubgraphField>> fields, String argument) {
    var declared = new ArrayList<Declared<SubgraphInput>>();
    for (var it : fields) {
      var found = it.element().arguments().get(argument);
      if (found != null) {
        declared.add(new Declared<>(it.subgraph(), found));
      }
    }
    return declared;
  }

  public static Set<String> argumentNames(List<Declared<SubgraphField>> fields) {
    var names = new LinkedHashSet<String>();
    fields.forEach(it -> names.addAll(it.element().arguments().keySet()));
    return names;
  }

  /// The declarations of one field of an input object.
  public List<Declared<SubgraphInput>> input(String type, String field) {
    var declared = new ArrayList<Declared<SubgraphInput>>();
    for (var it : type(type)) {
      var found = it.element().inputs().get(field);
      if (found != null) {
        declared.add(new Declared<>(it.subgraph(), found));
      }
    }
    return declared;
  }

  public Set<String> inputNames(String type) {
    var names = new LinkedHashSet<String>();
    type(type).forEach(it -> names.addAll(it.element().inputs().keySet()));
    return names;
  }

  /// The interfaces that the type implements in some subgraph.
  public Set<String> interfaces(String type) {
    var names = new LinkedHashSet<String>();
    type(type).forEach(it -> names.addAll(it.element().interfaces()));
    return names;
  }

  /// The objects and interfaces that implement the interface in some subgraph.
  public List<String> implementers(String interfaceName) {
    return types.keySet().stream().filter(it -> interfaces(it).contains(interfaceName)).toList();
  }

  /// Whether the interface is an object in some subgraph.
  public boolean hasInterfaceObject(String type) {
    return type(type).stream().anyMatch(it -> it.element().isInterfaceObject());
  }

  public static List<Place> typePlaces(Collection<Declared<SubgraphType>> declared) {
    return declared.stream().map(it -> it.element().place()).toList();
  }

  public static List<Place> fieldPlaces(Collection<Declared<SubgraphField>> declared) {
    return declared.stream().map(it -> it.element().place()).toList();
  }

  public static List<Place> inputPlaces(Collection<Declared<SubgraphInput>> declared) {
    return declared.stream().map(it -> it.element().place()).toList();
  }
}
