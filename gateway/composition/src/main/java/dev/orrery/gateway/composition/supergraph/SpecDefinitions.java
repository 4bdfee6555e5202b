package dev.orrery.gateway.composition.supergraph;

import dev.orrery.gateway.composition.sdl.TypeRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a supergraph links to and defines for each directive of the standard specs that it uses.
public enum SpecDefinitions {
  TAG(
      "tag",
      "https://specs.apollo.dev/tag/v0.3",
      null,
      Map.of("name", "String!"),
      true,
      List.of(
          "FIELD_DEFINITION",
          "OBJECT",
          "INTERFACE",
          "UNION",
          "ARGUMENT_DEFINITION",
          "SCALAR",
          "ENUM",
          "ENUM_VALUE",
          "INPUT_OBJECT",
          "INPUT_FIELD_DEFINITION",
          "SCHEMA")),
  INACCESSIBLE(
      "inaccessible",
      "https://specs.apollo.dev/inaccessible/v0.2",
      "SECURITY",
      Map.of(),
      false,
      List.of(
          "FIELD_DEFINITION",
          "OBJECT",
          "INTERFACE",
          "UNION",
          "ARGUMENT_DEFINITION",
          "SCALAR",
          "ENUM",
          "ENUM_VALUE",
          "INPUT_OBJECT",
          "INPUT_FIELD_DEFINITION")),
  AUTHENTICATED(
      "authenticated",
      "https://specs.apollo.dev/authenticated/v0.1",
      "SECURITY",
      Map.of(),
      false,
      List.of("FIELD_DEFINITION", "OBJECT", "INTERFACE", "SCALAR", "ENUM")),
  REQUIRES_SCOPES(
      "requiresScopes",
      "https://specs.apollo.dev/requiresScopes/v0.1",
      "SECURITY",
      Map.of("scopes", "[[requiresScopes__Scope!]!]!"),
      false,
      List.of("FIELD_DEFINITION", "OBJECT", "INTERFACE", "SCALAR", "ENUM")),
  POLICY(
      "policy",
      "https://specs.apollo.dev/policy/v0.1",
      "SECURITY",
      Map.of("policies", "[[policy__Policy!]!]!"),
      false,
      List.of("FIELD_DEFINITION", "OBJECT", "INTERFACE", "SCALAR", "ENUM")),
  CONTEXT(
      "context",
      "https://specs.apollo.dev/context/v0.1",
      "SECURITY",
      Map.of("name", "String!"),
      true,
      List.of("INTERFACE", "OBJECT", "UNION")),
  FROM_CONTEXT(
      "fromContext",
      "https://specs.apollo.dev/context/v0.1",
      "SECURITY",
      Map.of("field", "context__ContextFieldValue"),
      false,
      List.of("ARGUMENT_DEFINITION")),
  COST(
      "cost",
      "https://specs.apollo.dev/cost/v0.1",
      null,
      Map.of("weight", "Int!"),
      false,
      List.of(
          "ARGUMENT_DEFINITION",
          "ENUM",
          "FIELD_DEFINITION",
          "INPUT_FIELD_DEFINITION",
          "OBJECT",
          "SCALAR")),
  LIST_SIZE(
      "listSize",
      "https://specs.apollo.dev/cost/v0.1",
      null,
      Map.of(
          "assumedSize", "Int",
          "slicingArguments", "[String!]",
          "sizedFields", "[String!]",
          "requireOneSlicingArgument", "Boolean"),
      false,
      List.of("FIELD_DEFINITION"));

  private final String directive;
  private final String url;
  private final @Nullable String purpose;
  private final Map<String, String> arguments;
  private final boolean repeatable;
  private final List<String> locations;

  SpecDefinitions(
      String directive,
      String url,
      @Nullable String purpose,
      Map<String, String> arguments,
      boolean repeatable,
      List<String> locations) {
    this.directive = directive;
    this.url = url;
    this.purpose = purpose;
    this.arguments = arguments;
    this.repeatable = repeatable;
    this.locations = locations;
  }

  public static Optional<SpecDefinitions> of(String directive) {
    for (var spec : values()) {
      if (spec.directive.equals(directive)) {
        return Optional.of(spec);
      }
    }
    return Optional.empty();
  }

  /// The links for these directives, one for each spec.
  public static List<Link> links(Set<String> directives) {
    var links = new LinkedHashMap<String, Link>();
    for (var spec : values()) {
      if (directives.contains(spec.directive)) {
        links.put(
            spec.url, SpecNames.standardised(new Link(spec.url, null, List.of(), spec.purpose)));
      }
    }
    return List.copyOf(links.values());
  }

  /// The definitions of these directives and of what their specs define along with them.
  public static List<DirectiveDefinition> definitions(Set<String> directives) {
    var definitions = new ArrayList<DirectiveDefinition>();
    var urls = links(directives).stream().map(Link::url).toList();
    for (var spec : values()) {
      if (urls.contains(spec.url)) {
        definitions.add(spec.definition());
      }
    }
    return definitions;
  }

  DirectiveDefinition definition() {
    var inputs = new LinkedHashMap<String, InputValue>();
    arguments.keySet().stream()
        .sorted()
        .forEach(name ->
            inputs.put(
                name,
                new InputValue(
                    name,
                    null,
                    TypeRef.parse(arguments.getOrDefault(name, "String")),
                    null,
                    Map.of(),
                    List.of())));
    return new DirectiveDefinition(directive, null, inputs, repeatable, locations);
  }

  /// The scalars that the definitions refer to.
  static List<String> scalars(Set<String> directives) {
    var scalars = new ArrayList<String>();
    for (var spec : values()) {
      if (directives.contains(spec.directive)) {
        spec.arguments.values().stream()
            .map(type -> TypeRef.parse(type).baseName())
            .filter(name -> name.contains("__"))
            .forEach(scalars::add);
      }
    }
    return scalars;
  }
}
