package dev.orrery.gateway.composition.contract;

import dev.orrery.gateway.composition.supergraph.CompositeType;
import dev.orrery.gateway.composition.supergraph.EnumType;
import dev.orrery.gateway.composition.supergraph.InputType;
import dev.orrery.gateway.composition.supergraph.InputValue;
import dev.orrery.gateway.composition.supergraph.InterfaceType;
import dev.orrery.gateway.composition.supergraph.ScalarType;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import dev.orrery.gateway.composition.supergraph.SupergraphType;
import dev.orrery.gateway.composition.supergraph.UnionType;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Set;

/// Hides the types that no visible field leads to from a root.
final class HideUnreachableTypes {
  private final Supergraph supergraph;
  private final Set<String> reached = new HashSet<>();
  private final ArrayDeque<String> open = new ArrayDeque<>();

  private HideUnreachableTypes(Supergraph supergraph) {
    this.supergraph = supergraph;
  }

  static Supergraph in(Supergraph supergraph) {
    return new HideUnreachableTypes(supergraph).hide();
  }

  private Supergraph hide() {
    supergraph.roots().names().forEach(this::reach);
    supergraph
        .directiveDefinitions()
        .values()
        .forEach(it -> it.arguments().values().forEach(a -> reach(a.type().baseName())));
    while (!open.isEmpty()) {
      supergraph.find(open.remove()).filter(type -> !type.inaccessible()).ifPresent(this::expand);
    }
    var types = new LinkedHashMap<String, SupergraphType>();
    supergraph
        .types()
        .forEach((name, type) ->
            types.put(name, reached.contains(name) ? type : Inaccessibility.hide(type)));
    return Inaccessibility.withTypes(supergraph, types);
  }

  private void reach(String type) {
    if (reached.add(type)) {
      open.add(type);
    }
  }

  private void expand(SupergraphType type) {
    switch (type) {
      case CompositeType it -> {
        it.interfaces().forEach(this::reach);
        for (var field : it.fields().values()) {
          if (!Inaccessibility.isOn(field.directives())) {
            reach(field.type().baseName());
            field.arguments().values().forEach(this::reach);
          }
        }
        if (it instanceof InterfaceType) {
          supergraph.possibleTypes(it.name()).forEach(this::reach);
        }
      }
      case UnionType it -> it.members().keySet().forEach(this::reach);
      case InputType it -> it.fields().values().forEach(this::reach);
      case EnumType _, ScalarType _ -> {}
    }
  }

  private void reach(InputValue input) {
    if (!Inaccessibility.isOn(input.directives())) {
      reach(input.type().baseName());
    }
  }
}
