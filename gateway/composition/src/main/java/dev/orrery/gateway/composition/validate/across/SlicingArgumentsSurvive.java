package dev.orrery.gateway.composition.validate.across;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.merge.Subgraphs;
import dev.orrery.gateway.composition.subgraph.FederationDirective;
import dev.orrery.gateway.composition.subgraph.SubgraphField;
import graphql.language.ArrayValue;
import graphql.language.StringValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// Of the arguments that limit a list, one at least is known to every subgraph with the field.
///
/// Specification: Spec `cost` v0.1, directive `@listSize`.
final class SlicingArgumentsSurvive implements AcrossRule {
  @Override
  public void check(Subgraphs subgraphs, Findings findings) {
    subgraphs
        .fields()
        .forEach(coordinate -> {
          var declared = subgraphs.ownField(coordinate);
          var slicing = new LinkedHashSet<String>();
          declared.forEach(it -> slicing.addAll(slicingArguments(it.element())));
          if (!slicing.isEmpty()
              && slicing.stream()
                  .allMatch(name -> Subgraphs.argument(declared, name).size() < declared.size())) {
            findings.error(
                ErrorCode.LIST_SIZE_INVALID_SLICING_ARGUMENT,
                "All arguments for @listSize(slicingArguments:) on field \"%s\" were disregarded. For an argument to be valid, it must be defined in every subgraph where the field exists."
                    .formatted(coordinate),
                coordinate.toString(),
                Subgraphs.fieldPlaces(declared));
          }
        });
  }

  private static List<String> slicingArguments(SubgraphField field) {
    var names = new ArrayList<String>();
    field
        .directives()
        .first(FederationDirective.LIST_SIZE)
        .map(it -> it.arguments().get("slicingArguments"))
        .ifPresent(literal -> {
          if (literal.toValue() instanceof ArrayValue array) {
            for (var value : array.getValues()) {
              if (value instanceof StringValue string && string.getValue() != null) {
                names.add(string.getValue());
              }
            }
          }
        });
    return names;
  }
}
