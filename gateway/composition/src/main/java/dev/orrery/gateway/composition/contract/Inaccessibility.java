package dev.orrery.gateway.composition.contract;

import dev.orrery.gateway.composition.sdl.AppliedDirective;
import dev.orrery.gateway.composition.supergraph.EnumType;
import dev.orrery.gateway.composition.supergraph.InputType;
import dev.orrery.gateway.composition.supergraph.InterfaceType;
import dev.orrery.gateway.composition.supergraph.ObjectType;
import dev.orrery.gateway.composition.supergraph.ScalarType;
import dev.orrery.gateway.composition.supergraph.SpecDefinitions;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import dev.orrery.gateway.composition.supergraph.SupergraphType;
import dev.orrery.gateway.composition.supergraph.UnionType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Marks what a contract hides.
final class Inaccessibility {
  private static final String NAME = "inaccessible";

  private Inaccessibility() {}

  static boolean isOn(List<AppliedDirective> directives) {
    return directives.stream().anyMatch(it -> it.name().equals(NAME));
  }

  static List<AppliedDirective> add(List<AppliedDirective> directives) {
    if (isOn(directives)) {
      return directives;
    }
    return Stream.concat(directives.stream(), Stream.of(AppliedDirective.of(NAME))).toList();
  }

  static SupergraphType hide(SupergraphType type) {
    var directives = add(type.directives());
    return switch (type) {
      case ObjectType it ->
          new ObjectType(
              it.name(),
              it.description(),
              it.joins(),
              it.interfaces(),
              it.implementations(),
              it.fields(),
              directives);
      case InterfaceType it ->
          new InterfaceType(
              it.name(),
              it.description(),
              it.joins(),
              it.interfaces(),
              it.implementations(),
              it.fields(),
              directives);
      case UnionType it ->
          new UnionType(it.name(), it.description(), it.joins(), it.members(), directives);
      case EnumType it ->
          new EnumType(it.name(), it.description(), it.joins(), it.values(), directives);
      case InputType it ->
          new InputType(it.name(), it.description(), it.joins(), it.fields(), directives);
      case ScalarType it -> new ScalarType(it.name(), it.description(), it.joins(), directives);
    };
  }

  static Supergraph withTypes(Supergraph supergraph, Map<String, SupergraphType> types) {
    return new Supergraph(
        supergraph.description(),
        supergraph.subgraphs(),
        supergraph.roots(),
        supergraph.links(),
        supergraph.directiveDefinitions(),
        types,
        supergraph.directives());
  }

  /// The same supergraph with `@inaccessible` linked and defined, used or not.
  static Supergraph withDefinition(Supergraph supergraph) {
    var definitions = new LinkedHashMap<>(supergraph.directiveDefinitions());
    var links = new ArrayList<>(supergraph.links());
    if (!definitions.containsKey(NAME)) {
      SpecDefinitions.definitions(Set.of(NAME)).forEach(it -> definitions.put(it.name(), it));
      links.addAll(SpecDefinitions.links(Set.of(NAME)));
    }
    return new Supergraph(
        supergraph.description(),
        supergraph.subgraphs(),
        supergraph.roots(),
        links,
        definitions,
        supergraph.types(),
        supergraph.directives());
  }
}
