package dev.orrery.kit.subgraph.wiring;

import graphql.language.Directive;
import graphql.language.ObjectTypeDefinition;
import graphql.language.StringValue;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// Which type's ids begin how, as `@prefix` says in the SDL.
record Prefixes(Map<String, String> byType, Map<String, String> types) {

  static Prefixes of(TypeDefinitionRegistry registry) {
    Map<String, String> byType = new HashMap<>();
    Map<String, String> types = new HashMap<>();
    for (ObjectTypeDefinition type : registry.getTypes(ObjectTypeDefinition.class)) {
      for (Directive directive : type.getDirectives("prefix")) {
        String prefix = ((StringValue) directive.getArgument("value").getValue()).getValue();
        byType.put(type.getName(), prefix);
        types.put(prefix, type.getName());
      }
    }
    return new Prefixes(Map.copyOf(byType), Map.copyOf(types));
  }

  String type(String prefix) {
    return Objects.requireNonNull(
        types.get(prefix), () -> "no type has ids with the prefix " + prefix);
  }
}
