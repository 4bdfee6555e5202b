package dev.orrery.kit.subgraph.wiring;

import graphql.language.BooleanValue;
import graphql.language.Directive;
import graphql.language.FieldDefinition;
import graphql.language.ObjectTypeDefinition;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Compares the SDL with the wiring, both ways, before anything is served.
record WiringCheck(TypeDefinitionRegistry registry, Wiring wiring, String subgraph) {

  /// @throws IllegalStateException that lists everything that is missing
  void check() {
    List<String> problems = new ArrayList<>();
    Set<Wiring.Coordinates> wired = new HashSet<>(wiring.fetchers().keySet());
    wired.addAll(wiring.children().keySet());
    wired.addAll(wiring.values().keySet());
    Set<Wiring.Coordinates> declared = new HashSet<>();
    for (ObjectTypeDefinition type : registry.getTypes(ObjectTypeDefinition.class)) {
      boolean root = type.getName().equals("Query") || type.getName().equals("Mutation");
      for (FieldDefinition field : type.getFieldDefinitions()) {
        Wiring.Coordinates place = new Wiring.Coordinates(type.getName(), field.getName());
        declared.add(place);
        if (root && !wired.contains(place)) {
          problems.add("%s.%s has no fetcher".formatted(type.getName(), field.getName()));
        }
      }
      if (isEntity(type)
          && !wiring.entities().containsKey(type.getName())
          && !wiring.stubs().contains(type.getName())) {
        problems.add("the entity %s has no resolver".formatted(type.getName()));
      }
    }
    for (Wiring.Coordinates place : wired) {
      if (!declared.contains(place)) {
        problems.add("the SDL has no field %s.%s".formatted(place.type(), place.field()));
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalStateException(
          "the subgraph %s does not fit its SDL: %s"
              .formatted(subgraph, String.join("; ", problems)));
    }
  }

  private static boolean isEntity(ObjectTypeDefinition type) {
    return type.getDirectives("key").stream().anyMatch(WiringCheck::resolvable);
  }

  private static boolean resolvable(Directive key) {
    return key.getArgument("resolvable") == null
        || ((BooleanValue) key.getArgument("resolvable").getValue()).isValue();
  }
}
