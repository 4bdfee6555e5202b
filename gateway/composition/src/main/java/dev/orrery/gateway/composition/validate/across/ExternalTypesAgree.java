package dev.orrery.gateway.composition.validate.across;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.merge.Declared;
import dev.orrery.gateway.composition.merge.MergeTypeReferences;
import dev.orrery.gateway.composition.merge.Subgraphs;

/// An external field has the type that it has where it is resolved.
///
/// Specification: Federation, "Directives reference", `@external`.
final class ExternalTypesAgree implements AcrossRule {
  @Override
  public void check(Subgraphs subgraphs, Findings findings) {
    var references = new MergeTypeReferences(subgraphs);
    subgraphs
        .fields()
        .forEach(coordinate -> {
          var own = subgraphs.ownField(coordinate);
          var types = own.stream().map(it -> it.element().type()).toList();
          var merged = references.output(types).orElse(types.getFirst());
          var varied = types.stream().distinct().count() > 1;
          var wrong =
              subgraphs.field(coordinate).stream()
                  .filter(it -> it.element().external() && !own.contains(it))
                  .filter(it ->
                      !it.element().type().equals(merged)
                          && !(varied && references.isSubtype(it.element().type(), merged)))
                  .toList();
          if (!wrong.isEmpty()) {
            findings.error(
                ErrorCode.EXTERNAL_TYPE_MISMATCH,
                "Type of field \"%s\" is incompatible across subgraphs (where marked @external): it has type \"%s\" in %s but %s"
                    .formatted(
                        coordinate,
                        merged,
                        Words.subgraphs(own.stream().map(Declared::in).toList()),
                        Words.grouped("type", wrong, it -> "\"" + it.type() + "\"")),
                coordinate.toString(),
                Subgraphs.fieldPlaces(wrong));
          }
        });
  }
}
