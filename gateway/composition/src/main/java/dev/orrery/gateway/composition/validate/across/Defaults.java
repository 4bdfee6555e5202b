package dev.orrery.gateway.composition.validate.across;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.merge.Declared;
import dev.orrery.gateway.composition.merge.Subgraphs;
import dev.orrery.gateway.composition.subgraph.SubgraphInput;
import java.util.List;

/// What the rules on defaults share.
final class Defaults {
  private Defaults() {}

  static void check(
      ErrorCode code,
      String noun,
      String coordinate,
      List<Declared<SubgraphInput>> declared,
      Findings findings) {
    var given = declared.stream().filter(it -> it.element().defaultValue() != null).toList();
    if (given.stream().map(it -> it.element().defaultValue()).distinct().count() > 1) {
      findings.error(
          code,
          "%s \"%s\" has incompatible default values across subgraphs: it has %s"
              .formatted(
                  noun,
                  coordinate,
                  Words.grouped("default value", given, it -> String.valueOf(it.defaultValue()))),
          coordinate,
          Subgraphs.inputPlaces(given));
    }
  }
}
