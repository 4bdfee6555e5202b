package dev.orrery.gateway.composition.validate.merged;

import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.merge.Subgraphs;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import java.util.List;

/// All rules for the merged graph. A new rule is a class here and a line in this list.
public final class MergedRules {
  private static final List<MergedRule> ALL =
      List.of(
          new InterfaceFieldsAreImplemented(),
          new ImplementingTypesFit(),
          new NothingRefersToWhatIsHidden(),
          new HiddenInputsAreOptional(),
          new HiddenFieldsImplementNothing(),
          new DefaultsAreVisible(),
          new VisibleTypesHaveVisibleParts(),
          new RequirementsAreAsGuarded(),
          new PrefixesAreUnique());

  private MergedRules() {}

  public static void check(Supergraph supergraph, Subgraphs subgraphs, Findings findings) {
    var merged = new Merged(supergraph, subgraphs);
    ALL.forEach(rule -> rule.check(merged, findings));
  }
}
