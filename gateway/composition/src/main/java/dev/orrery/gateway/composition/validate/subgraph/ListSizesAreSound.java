package dev.orrery.gateway.composition.validate.subgraph;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.sdl.AppliedDirective;
import dev.orrery.gateway.composition.sdl.TypeRef;
import dev.orrery.gateway.composition.subgraph.FederationDirective;
import dev.orrery.gateway.composition.subgraph.SubgraphField;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;
import graphql.language.ArrayValue;
import graphql.language.IntValue;
import graphql.language.NullValue;
import graphql.language.StringValue;
import java.util.ArrayList;
import java.util.List;

/// `@listSize` estimates lists: of its field, or of the fields below that it names.
///
/// Specification: Spec `cost` v0.1, directive `@listSize`.
final class ListSizesAreSound implements SubgraphRule {
  @Override
  public void check(SubgraphSchema subgraph, SubgraphReport report) {
    for (var type : subgraph.types().values()) {
      for (var field : type.fields().values()) {
        field
            .directives()
            .first(FederationDirective.LIST_SIZE)
            .ifPresent(applied ->
                check(subgraph, type.name() + "." + field.name(), field, applied, report));
      }
    }
  }

  private static void check(
      SubgraphSchema subgraph,
      String coordinate,
      SubgraphField field,
      AppliedDirective applied,
      SubgraphReport report) {
    var assumed = applied.arguments().get("assumedSize");
    if (assumed != null
        && !(assumed.toValue() instanceof NullValue)
        && !(assumed.toValue() instanceof IntValue size && size.getValue().signum() >= 0)) {
      report.error(
          ErrorCode.LIST_SIZE_INVALID_ASSUMED_SIZE,
          coordinate,
          field.place(),
          "\"%s\" has an invalid @listSize(assumedSize:): %s".formatted(coordinate, assumed));
    }
    var sizedFields = strings(applied, "sizedFields");
    if (sizedFields.isEmpty() && !field.type().isList()) {
      report.error(
          ErrorCode.LIST_SIZE_APPLIED_TO_NON_LIST,
          coordinate,
          field.place(),
          "\"%s\" is not a list".formatted(coordinate));
    }
    var target = subgraph.types().get(field.type().baseName());
    for (var name : sizedFields) {
      var sized = target == null ? null : target.fields().get(name);
      if (sized == null) {
        report.error(
            ErrorCode.LIST_SIZE_INVALID_SIZED_FIELD,
            coordinate,
            field.place(),
            "\"%s\" references \"%s\" field in @listSize(sizedFields:) argument that does not exist."
                .formatted(coordinate, name));
      } else if (!sized.type().isList()) {
        report.error(
            ErrorCode.LIST_SIZE_APPLIED_TO_NON_LIST,
            coordinate,
            field.place(),
            "\"%s\" references \"%s\" field in @listSize(sizedFields:) argument that is not a list."
                .formatted(coordinate, name));
      }
    }
    for (var name : strings(applied, "slicingArguments")) {
      var argument = field.arguments().get(name);
      if (argument == null) {
        report.error(
            ErrorCode.LIST_SIZE_INVALID_SLICING_ARGUMENT,
            coordinate,
            field.place(),
            "\"%s\" references \"%s\" argument in @listSize(slicingArguments:) that does not exist."
                .formatted(coordinate, name));
      } else if (!argument.type().unwrapNonNull().equals(new TypeRef.Named("Int"))) {
        report.error(
            ErrorCode.LIST_SIZE_INVALID_SLICING_ARGUMENT,
            coordinate,
            field.place(),
            "\"%s\" references \"%s\" argument in @listSize(slicingArguments:) that is not an integer."
                .formatted(coordinate, name));
      }
    }
  }

  private static List<String> strings(AppliedDirective applied, String argument) {
    var literal = applied.arguments().get(argument);
    var strings = new ArrayList<String>();
    if (literal != null && literal.toValue() instanceof ArrayValue array) {
      for (var value : array.getValues()) {
        if (value instanceof StringValue string && string.getValue() != null) {
          strings.add(string.getValue());
        }
      }
    }
    return strings;
  }
}
