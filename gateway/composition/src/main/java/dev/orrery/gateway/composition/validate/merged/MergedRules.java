package dev.orrery.gateway.composition.validate.merged;

import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.merge.Subgraphs;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import java.util.List;

/// All rules for the merged graph. A new rule is a class here and a line in this list.
public final class MergedRules {
  private static final List<MergedRule> VISIBILITY =
      List.of(
          new NothingRefersToWhatIsHidden(),
          new HiddenInputsAreOptional(),
          new HiddenFieldsImplementNothing(),
          new DefaultsAreVisible(),
          new VisibleTypesHaveVisibleParts());

  private static final List<MergedRule> OTHERS =
      List.of(
          new InterfaceFieldsAreImplemented(),
          new ImplementingTypesFit(),
          new DefaultsFitMergedTypes(),
          new RequirementsAreAsGuarded(),
          new PrefixesAreUnique());

  private MergedRules() {}

  public static void check(Supergraph supergraph, Subgraphs subgraphs, Findings findings) {
    var merged = new Merged(supergraph, subgraphs);
    OTHERS.forEach(rule -> rule.check(merged, findings));
    VISIBILITY.forEach(rule -> rule.check(merged, findings));
  }

  /// Only the rules on what `@inaccessible` may hide, for a supergraph whose subgraphs are not at
  /// hand.
  public static void checkVisibility(Supergraph supergraph, Findings findings) {
    var merged = new Merged(supergraph, new Subgraphs(List.of()));
    VISIBILITY.forEach(rule -> rule.check(merged, findings));
  }
}
