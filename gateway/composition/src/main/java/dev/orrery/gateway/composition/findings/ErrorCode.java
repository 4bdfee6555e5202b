package dev.orrery.gateway.composition.findings;

/// The codes of composition errors: those that every federation tool uses, and Orrery's own, which
/// begin with `ORRERY_`.
public enum ErrorCode {
  AUTH_REQUIREMENTS_APPLIED_ON_INTERFACE(
      "Put the requirement on the types that implement the interface."),
  CONTEXT_INVALID_SELECTION(
      "Select one field of the type that sets the context, with one type condition for each such type if there are several."),
  CONTEXT_NAME_INVALID("Use letters and digits only."),
  CONTEXT_NO_RESOLVABLE_KEY("Give the type that uses the context a resolvable key."),
  CONTEXT_NOT_SET("Set the context with @context(name:) on a type above the field."),
  CONTEXTUAL_ARGUMENT_NOT_CONTEXTUAL_IN_ALL_SUBGRAPHS(
      "Use @fromContext on the argument in every subgraph, or give it a default elsewhere."),
  COST_APPLIED_TO_INTERFACE_FIELD("Put @cost on the implementing types' fields."),
  DEFAULT_VALUE_USES_INACCESSIBLE("Choose a default that clients may see."),
  DIRECTIVE_COMPOSITION_ERROR(
      "Link the directive's spec with the same name and major version in every subgraph that composes it."),
  DIRECTIVE_DEFINITION_INVALID(
      "Remove the definition, or make it that of the federation specification."),
  DISALLOWED_INACCESSIBLE(
      "Remove @inaccessible: clients and servers need the element as the specification has it."),
  EMPTY_MERGED_ENUM_TYPE("Let the subgraphs share at least one value."),
  EMPTY_MERGED_INPUT_TYPE("Let the subgraphs share at least one field."),
  ENUM_VALUE_MISMATCH(
      "Add the value to every subgraph that defines the enum, or mark it @inaccessible."),
  EXTENSION_WITH_NO_BASE("Define the type in some subgraph, or drop `extend`."),
  EXTERNAL_ARGUMENT_DEFAULT_MISMATCH("Repeat the default of the subgraph that resolves the field."),
  EXTERNAL_ARGUMENT_MISSING("Repeat the arguments of the subgraph that resolves the field."),
  EXTERNAL_ARGUMENT_TYPE_MISMATCH(
      "Repeat the argument's type from the subgraph that resolves the field."),
  EXTERNAL_COLLISION_WITH_ANOTHER_DIRECTIVE(
      "Remove @external if this subgraph resolves the field, or the other directive if it does not."),
  EXTERNAL_MISSING_ON_BASE("Let one subgraph resolve the field: remove @external there."),
  EXTERNAL_ON_INTERFACE("Interface fields are never external: remove @external."),
  EXTERNAL_TYPE_MISMATCH("Repeat the type of the subgraph that resolves the field."),
  EXTERNAL_UNUSED("Remove the field, or remove @external if this subgraph resolves it."),
  FIELD_ARGUMENT_DEFAULT_MISMATCH("Give the argument the same default in every subgraph."),
  FIELD_ARGUMENT_TYPE_MISMATCH("Give the argument the same type, up to `!`, in every subgraph."),
  FIELD_TYPE_MISMATCH(
      "Give the field the same type in every subgraph; output types may differ by `!` and by subtype only."),
  IMPLEMENTED_BY_INACCESSIBLE("Hide the interface's field too, or show the implementing one."),
  INPUT_FIELD_DEFAULT_MISMATCH("Give the input field the same default in every subgraph."),
  INTERFACE_FIELD_NO_IMPLEM("Add the field to the implementing type in some subgraph."),
  INTERFACE_KEY_MISSING_IMPLEMENTATION_TYPE(
      "Define every implementation of the interface in the subgraph that has its @key."),
  INTERFACE_KEY_NOT_ON_IMPLEMENTATION(
      "Add the same @key to every implementation in this subgraph."),
  INTERFACE_OBJECT_USAGE_ERROR(
      "An @interfaceObject type needs a key, an interface of that name with that key elsewhere, and no implementation beside it."),
  INVALID_FEDERATION_SUPERGRAPH("Compose the subgraphs first, or pass them as subgraphs."),
  INVALID_FIELD_SHARING(
      "Mark the field @shareable in every subgraph that resolves it, or let one subgraph @override the others."),
  INVALID_GRAPHQL("Mend the SDL."),
  INVALID_LINK_DIRECTIVE_USAGE(
      "Mend the @link: import only what the specification has, once, and with the right @."),
  INVALID_LINK_IDENTIFIER("Use a url such as https://specs.apollo.dev/federation/v2.9."),
  INVALID_SHAREABLE_USAGE(
      "Remove @shareable: interface fields and subscriptions cannot be shared."),
  INVALID_SUBGRAPH_NAME("Choose another name."),
  KEY_DIRECTIVE_IN_FIELDS_ARG("Remove the directive from the selection."),
  KEY_FIELDS_HAS_ARGS("Choose key fields without arguments."),
  KEY_FIELDS_SELECT_INVALID_TYPE(
      "Choose key fields that are no unions, interfaces or lists of them."),
  KEY_INVALID_FIELDS("Select fields that the type has in this subgraph."),
  KEY_INVALID_FIELDS_TYPE("Give `fields` a string."),
  KEY_UNSUPPORTED_ON_INTERFACE("Link federation v2.3 or newer, or remove @key from the interface."),
  LINK_IMPORT_NAME_MISMATCH("Import the directive under one name in all subgraphs."),
  LIST_SIZE_APPLIED_TO_NON_LIST("Put @listSize on a list, or name its lists in sizedFields."),
  LIST_SIZE_INVALID_ASSUMED_SIZE("Give a size of 0 or more."),
  LIST_SIZE_INVALID_SIZED_FIELD("Name fields that the field's type has and that are lists."),
  LIST_SIZE_INVALID_SLICING_ARGUMENT("Name arguments of the field that are of type Int or Int!."),
  MAX_VALIDATION_SUBGRAPH_PATHS_EXCEEDED(
      "Let fewer subgraphs share the same fields, or give their types fewer keys."),
  MERGED_DIRECTIVE_APPLICATION_ON_EXTERNAL(
      "Move the directive to the subgraph that resolves the field."),
  MISSING_TRANSITIVE_AUTH_REQUIREMENTS(
      "Repeat on this field the access requirements of everything that it requires."),
  NO_CONTEXT_IN_SELECTION("Begin the selection with $ and the name of a context."),
  NO_QUERIES("Give at least one subgraph a query."),
  ONLY_INACCESSIBLE_CHILDREN("Mark the type itself @inaccessible, or show one of its parts."),
  ORRERY_PREFIX_NOT_UNIQUE("Give each type a prefix of its own."),
  OVERRIDE_COLLISION_WITH_ANOTHER_DIRECTIVE("Remove @override or the other directive."),
  OVERRIDE_FROM_SELF_ERROR("Name another subgraph in `from`."),
  OVERRIDE_LABEL_INVALID("Use percent(0..100), or a letter followed by letters, digits, _ - : . /"),
  OVERRIDE_ON_INTERFACE("Override the fields of the implementing types."),
  OVERRIDE_SOURCE_HAS_OVERRIDE("Let one subgraph override the field, not several in a chain."),
  PROVIDES_DIRECTIVE_IN_FIELDS_ARG("Remove the directive from the selection."),
  PROVIDES_FIELDS_HAS_ARGS("Provide fields without arguments."),
  PROVIDES_FIELDS_MISSING_EXTERNAL(
      "Mark the provided field @external in this subgraph, or stop providing it."),
  PROVIDES_INVALID_FIELDS("Select fields that the returned type has in this subgraph."),
  PROVIDES_INVALID_FIELDS_TYPE("Give `fields` a string."),
  PROVIDES_ON_NON_OBJECT_FIELD(
      "Put @provides on a field that returns an object, interface or union."),
  PROVIDES_UNSUPPORTED_ON_INTERFACE("Put @provides on the implementing types' fields."),
  QUERY_ROOT_TYPE_INACCESSIBLE("Clients need the query root: remove @inaccessible."),
  REFERENCED_INACCESSIBLE("Hide what refers to the inaccessible type, or show the type."),
  REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH(
      "Add the argument in every subgraph, or make it optional."),
  REQUIRED_INACCESSIBLE("Make what is inaccessible optional, or show it."),
  REQUIRED_INPUT_FIELD_MISSING_IN_SOME_SUBGRAPH(
      "Add the input field in every subgraph, or make it optional."),
  REQUIRES_DIRECTIVE_IN_FIELDS_ARG("Remove the directive from the selection."),
  REQUIRES_FIELDS_MISSING_EXTERNAL(
      "Mark the required field @external in this subgraph, or stop requiring it."),
  REQUIRES_INVALID_FIELDS("Select fields that the type has in this subgraph."),
  REQUIRES_INVALID_FIELDS_TYPE("Give `fields` a string."),
  REQUIRES_UNSUPPORTED_ON_INTERFACE("Put @requires on the implementing types' fields."),
  ROOT_MUTATION_USED("Rename the type, or make it the mutation root."),
  ROOT_QUERY_USED("Rename the type, or make it the query root."),
  ROOT_SUBSCRIPTION_USED("Rename the type, or make it the subscription root."),
  SATISFIABILITY_ERROR(
      "Add a resolvable key that both sides know, or resolve the field where it is reached."),
  SHAREABLE_HAS_MISMATCHED_RUNTIME_TYPES(
      "Let the subgraphs that share the field return at least one common type."),
  TYPE_DEFINITION_INVALID(
      "Remove the definition, or make it that of the federation specification."),
  TYPE_KIND_MISMATCH("Make the type of one kind in all subgraphs."),
  TYPE_WITH_ONLY_UNUSED_EXTERNAL("Remove the type, or a field's @external."),
  UNKNOWN_FEDERATION_LINK_VERSION("Link federation v2.0 to v2.9."),
  UNKNOWN_LINK_VERSION("Link a version of the specification that is known here."),
  UNSUPPORTED_LINKED_FEATURE("Remove the link, or its `for`.");

  private final String help;

  ErrorCode(String help) {
    this.help = help;
  }

  /// How such an error is usually mended.
  public String help() {
    return help;
  }
}
