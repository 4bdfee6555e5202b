package dev.orrery.gateway.composition.contract;

import dev.orrery.gateway.composition.sdl.AppliedDirective;
import dev.orrery.gateway.composition.supergraph.CompositeType;
import dev.orrery.gateway.composition.supergraph.EnumType;
import dev.orrery.gateway.composition.supergraph.EnumValue;
import dev.orrery.gateway.composition.supergraph.Field;
import dev.orrery.gateway.composition.supergraph.InputType;
import dev.orrery.gateway.composition.supergraph.InputValue;
import dev.orrery.gateway.composition.supergraph.InterfaceType;
import dev.orrery.gateway.composition.supergraph.ObjectType;
import dev.orrery.gateway.composition.supergraph.ScalarType;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import dev.orrery.gateway.composition.supergraph.SupergraphType;
import dev.orrery.gateway.composition.supergraph.UnionType;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Hides what a contract's tags leave out.
final class TagFilter {
  private final Contract contract;
  private final Supergraph supergraph;

  TagFilter(Contract contract, Supergraph supergraph) {
    this.contract = contract;
    this.supergraph = supergraph;
  }

  Supergraph filter() {
    var types = new LinkedHashMap<String, SupergraphType>();
    supergraph.types().values().forEach(type -> types.put(type.name(), filter(type)));
    return Inaccessibility.withTypes(supergraph, types);
  }

  private SupergraphType filter(SupergraphType type) {
    var tags = tags(type.directives());
    var filtered =
        switch (type) {
          case ObjectType it ->
              new ObjectType(
                  it.name(),
                  it.description(),
                  it.joins(),
                  it.interfaces(),
                  it.implementations(),
                  fields(it.fields(), tags),
                  it.directives());
          case InterfaceType it ->
              new InterfaceType(
                  it.name(),
                  it.description(),
                  it.joins(),
                  it.interfaces(),
                  it.implementations(),
                  fields(it.fields(), tags),
                  it.directives());
          case InputType it ->
              new InputType(
                  it.name(),
                  it.description(),
                  it.joins(),
                  inputs(it.fields(), tags),
                  it.directives());
          case EnumType it ->
              new EnumType(
                  it.name(),
                  it.description(),
                  it.joins(),
                  values(it.values(), tags),
                  it.directives());
          case UnionType _, ScalarType _ -> type;
        };
    return excluded(tags) || isEmptied(filtered) ? Inaccessibility.hide(filtered) : filtered;
  }

  /// Root types stay: an empty one is an error to be told, not to be hidden.
  private boolean isEmptied(SupergraphType type) {
    if (type.name().equals(supergraph.roots().query())) {
      return false;
    }
    return switch (type) {
      case CompositeType it ->
          it.fields().values().stream().allMatch(f -> Inaccessibility.isOn(f.directives()));
      case InputType it ->
          it.fields().values().stream().allMatch(f -> Inaccessibility.isOn(f.directives()));
      case EnumType it ->
          it.values().values().stream().allMatch(v -> Inaccessibility.isOn(v.directives()));
      case UnionType it ->
          it.members().keySet().stream()
              .allMatch(member ->
                  supergraph
                      .find(member)
                      .map(this::filter)
                      .filter(SupergraphType::inaccessible)
                      .isPresent());
      case ScalarType _ -> false;
    };
  }

  private Map<String, Field> fields(Map<String, Field> fields, Set<String> ofType) {
    var filtered = new LinkedHashMap<String, Field>();
    fields.forEach((name, it) ->
        filtered.put(
            name,
            new Field(
                it.name(),
                it.description(),
                arguments(it.arguments()),
                it.type(),
                it.joins(),
                part(it.directives(), ofType))));
    return filtered;
  }

  private Map<String, InputValue> inputs(Map<String, InputValue> inputs, Set<String> ofType) {
    var filtered = new LinkedHashMap<String, InputValue>();
    inputs.forEach((name, it) -> filtered.put(name, with(it, part(it.directives(), ofType))));
    return filtered;
  }

  /// A field comes with its arguments, but for those that are excluded.
  private Map<String, InputValue> arguments(Map<String, InputValue> arguments) {
    var filtered = new LinkedHashMap<String, InputValue>();
    arguments.forEach((name, it) ->
        filtered.put(
            name,
            with(
                it,
                excluded(tags(it.directives()))
                    ? Inaccessibility.add(it.directives())
                    : it.directives())));
    return filtered;
  }

  private Map<String, EnumValue> values(Map<String, EnumValue> values, Set<String> ofType) {
    var filtered = new LinkedHashMap<String, EnumValue>();
    values.forEach((name, it) ->
        filtered.put(
            name,
            new EnumValue(
                it.name(), it.description(), it.subgraphs(), part(it.directives(), ofType))));
    return filtered;
  }

  private static InputValue with(InputValue it, List<AppliedDirective> directives) {
    return new InputValue(
        it.name(), it.description(), it.type(), it.defaultValue(), it.typeIn(), directives);
  }

  private List<AppliedDirective> part(List<AppliedDirective> directives, Set<String> ofType) {
    var tags = new HashSet<>(ofType);
    tags.addAll(tags(directives));
    var included =
        contract.include().isEmpty() || tags.stream().anyMatch(contract.include()::contains);
    return included && !excluded(tags) ? directives : Inaccessibility.add(directives);
  }

  private boolean excluded(Set<String> tags) {
    return tags.stream().anyMatch(contract.exclude()::contains);
  }

  private static Set<String> tags(List<AppliedDirective> directives) {
    return directives.stream()
        .filter(it -> it.name().equals("tag"))
        .flatMap(it -> it.string("name").stream())
        .collect(Collectors.toSet());
  }
}
