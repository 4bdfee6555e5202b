package dev.orrery.gateway.composition.subgraph;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The directives that federation defines for subgraphs, each with the minor version of federation
/// 2 that brought it.
public enum FederationDirective {
  KEY(
      "key",
      0,
      true,
      Map.of("fields", "FieldSet!", "resolvable", "Boolean"),
      "OBJECT",
      "INTERFACE"),
  REQUIRES("requires", 0, false, Map.of("fields", "FieldSet!"), "FIELD_DEFINITION"),
  PROVIDES("provides", 0, false, Map.of("fields", "FieldSet!"), "FIELD_DEFINITION"),
  EXTERNAL("external", 0, false, Map.of("reason", "String"), "OBJECT", "FIELD_DEFINITION"),
  SHAREABLE("shareable", 0, true, Map.of(), "OBJECT", "FIELD_DEFINITION"),
  EXTENDS("extends", 0, false, Map.of(), "OBJECT", "INTERFACE"),
  OVERRIDE("override", 0, false, Map.of("from", "String!", "label", "String"), "FIELD_DEFINITION"),
  INACCESSIBLE("inaccessible", 0, false, Map.of(), Locations.EVERYWHERE),
  TAG("tag", 0, true, Map.of("name", "String!"), Locations.EVERYWHERE_AND_SCHEMA),
  COMPOSE_DIRECTIVE("composeDirective", 1, true, Map.of("name", "String!"), "SCHEMA"),
  INTERFACE_OBJECT("interfaceObject", 3, false, Map.of(), "OBJECT"),
  AUTHENTICATED("authenticated", 5, false, Map.of(), Locations.GUARDED),
  REQUIRES_SCOPES("requiresScopes", 5, false, Map.of("scopes", "[[Scope!]!]!"), Locations.GUARDED),
  POLICY("policy", 6, false, Map.of("policies", "[[Policy!]!]!"), Locations.GUARDED),
  CONTEXT("context", 8, true, Map.of("name", "String!"), "OBJECT", "INTERFACE", "UNION"),
  FROM_CONTEXT(
      "fromContext", 8, false, Map.of("field", "ContextFieldValue"), "ARGUMENT_DEFINITION"),
  COST(
      "cost",
      9,
      false,
      Map.of("weight", "Int!"),
      "ARGUMENT_DEFINITION",
      "ENUM",
      "FIELD_DEFINITION",
      "INPUT_FIELD_DEFINITION",
      "OBJECT",
      "SCALAR"),
  LIST_SIZE(
      "listSize",
      9,
      false,
      Map.of(
          "assumedSize", "Int",
          "slicingArguments", "[String!]",
          "sizedFields", "[String!]",
          "requireOneSlicingArgument", "Boolean"),
      "FIELD_DEFINITION");

  private final String directiveName;
  private final int since;
  private final boolean repeatable;
  private final Map<String, String> arguments;
  private final List<String> locations;

  FederationDirective(
      String directiveName,
      int since,
      boolean repeatable,
      Map<String, String> arguments,
      String... locations) {
    this.directiveName = directiveName;
    this.since = since;
    this.repeatable = repeatable;
    this.arguments = arguments;
    this.locations = List.of(locations);
  }

  public static Optional<FederationDirective> named(String name) {
    return Arrays.stream(values()).filter(it -> it.directiveName.equals(name)).findFirst();
  }

  /// Without `@`.
  public String directiveName() {
    return directiveName;
  }

  /// The minor version of federation 2 that has it first.
  public int since() {
    return since;
  }

  public boolean repeatable() {
    return repeatable;
  }

  /// The types of the arguments, by name.
  public Map<String, String> arguments() {
    return arguments;
  }

  public List<String> locations() {
    return locations;
  }

  /// Whether the supergraph says it too, by its standard name.
  public boolean isMerged() {
    return switch (this) {
      case TAG, INACCESSIBLE, AUTHENTICATED, REQUIRES_SCOPES, POLICY, CONTEXT, COST, LIST_SIZE ->
          true;
      case KEY,
          REQUIRES,
          PROVIDES,
          EXTERNAL,
          SHAREABLE,
          EXTENDS,
          OVERRIDE,
          COMPOSE_DIRECTIVE,
          INTERFACE_OBJECT,
          FROM_CONTEXT ->
          false;
    };
  }

  /// Whether subgraphs of federation 1 know it.
  public boolean inVersion1() {
    return switch (this) {
      case KEY, REQUIRES, PROVIDES, EXTERNAL, EXTENDS, TAG, INACCESSIBLE -> true;
      case SHAREABLE,
          OVERRIDE,
          COMPOSE_DIRECTIVE,
          INTERFACE_OBJECT,
          AUTHENTICATED,
          REQUIRES_SCOPES,
          POLICY,
          CONTEXT,
          FROM_CONTEXT,
          COST,
          LIST_SIZE ->
          false;
    };
  }

  private static final class Locations {
    static final String[] EVERYWHERE = {
      "FIELD_DEFINITION",
      "OBJECT",
      "INTERFACE",
      "UNION",
      "ARGUMENT_DEFINITION",
      "SCALAR",
      "ENUM",
      "ENUM_VALUE",
      "INPUT_OBJECT",
      "INPUT_FIELD_DEFINITION"
    };
    static final String[] EVERYWHERE_AND_SCHEMA = {
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
      "SCHEMA"
    };
    static final String[] GUARDED = {"FIELD_DEFINITION", "OBJECT", "INTERFACE", "SCALAR", "ENUM"};
  }
}
