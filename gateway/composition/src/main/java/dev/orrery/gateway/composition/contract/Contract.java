package dev.orrery.gateway.composition.contract;

import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import dev.orrery.gateway.composition.validate.merged.MergedRules;
import java.util.Set;

/// A variant of a supergraph for some of its users, chosen by `@tag`. What the variant leaves out
/// is marked `@inaccessible`, so the gateway can still use it to plan.
///
/// A type's tags count for its fields and values. With `include`, fields, input fields and enum
/// values that carry none of these tags are hidden; with `exclude`, whatever carries one is. A type
/// of which nothing is left is hidden too.
///
/// @param hideUnreachable hide types that no visible field leads to
public record Contract(Set<String> include, Set<String> exclude, boolean hideUnreachable) {
  public Contract {
    include = Set.copyOf(include);
    exclude = Set.copyOf(exclude);
  }

  /// Refused when the variant would not be a sound schema: when, say, a visible field returns a
  /// hidden type.
  public ContractResult apply(Supergraph supergraph) {
    var filtered = new TagFilter(this, supergraph).filter();
    if (hideUnreachable) {
      filtered = HideUnreachableTypes.in(filtered);
    }
    filtered = Inaccessibility.withDefinition(filtered);
    var findings = new Findings();
    MergedRules.checkVisibility(filtered, findings);
    return findings.failed()
        ? new ContractResult.Refused(findings.errors())
        : new ContractResult.Filtered(filtered);
  }
}
