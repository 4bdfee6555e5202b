package dev.orrery.gateway.composition.validate.across;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.merge.Declared;
import dev.orrery.gateway.composition.merge.MergeTypeReferences;
import dev.orrery.gateway.composition.merge.Subgraphs;
import dev.orrery.gateway.composition.subgraph.FieldCoordinate;
import dev.orrery.gateway.composition.subgraph.SubgraphField;
import dev.orrery.gateway.composition.subgraph.SubgraphInput;
import java.util.List;

/// An external field has the arguments that it has where it is resolved.
///
/// Specification: Federation, "Directives reference", `@external`.
final class ExternalArgumentsAgree implements AcrossRule {
  @Override
  public void check(Subgraphs subgraphs, Findings findings) {
    var references = new MergeTypeReferences(subgraphs);
    FieldArguments.visit(
        subgraphs,
        (text, own, declared) -> {
          if (declared.stream().anyMatch(it -> it.element().contextual())) {
            return;
          }
          var field = text.substring(text.indexOf('.') + 1, text.indexOf('('));
          var coordinate = new FieldCoordinate(text.substring(0, text.indexOf('.')), field);
          var externals =
              subgraphs.field(coordinate).stream()
                  .filter(it -> it.element().external() && !own.contains(it))
                  .toList();
          if (declared.size() == own.size()) {
            check(text, declared, externals, references, findings);
          }
        });
  }

  private static void check(
      String coordinate,
      List<Declared<SubgraphInput>> declared,
      List<Declared<SubgraphField>> externals,
      MergeTypeReferences references,
      Findings findings) {
    var name = declared.getFirst().element().name();
    var types = declared.stream().map(it -> it.element().type()).toList();
    var merged = references.input(types).orElse(types.getFirst());
    var places = Subgraphs.inputPlaces(declared);
    for (var external : externals) {
      var argument = external.element().arguments().get(name);
      if (argument == null) {
        findings.error(
            ErrorCode.EXTERNAL_ARGUMENT_MISSING,
            "Argument \"%s\" is declared in %s but not in subgraph \"%s\" (where the field is @external)"
                .formatted(
                    coordinate,
                    Words.subgraphs(declared.stream().map(Declared::in).toList()),
                    external.in()),
            coordinate,
            List.of(external.element().place()));
        continue;
      }
      if (!argument.type().equals(merged) && !references.isSubtype(argument.type(), merged)) {
        findings.error(
            ErrorCode.EXTERNAL_ARGUMENT_TYPE_MISMATCH,
            "Type of argument \"%s\" is incompatible across subgraphs (where the field is @external): it has type \"%s\" but type \"%s\" in subgraph \"%s\""
                .formatted(coordinate, merged, argument.type(), external.in()),
            coordinate,
            places);
      }
      var defaults = declared.stream().map(it -> it.element().defaultValue()).toList();
      if (!defaults.contains(argument.defaultValue())) {
        findings.error(
            ErrorCode.EXTERNAL_ARGUMENT_DEFAULT_MISMATCH,
            "Argument \"%s\" has incompatible default values across subgraphs (where the field is @external): subgraph \"%s\" differs"
                .formatted(coordinate, external.in()),
            coordinate,
            places);
      }
    }
  }
}
