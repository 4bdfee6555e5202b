package dev.orrery.gateway.composition.validate.merged;

import dev.orrery.gateway.composition.findings.Findings;

/// Something that must hold in the merged graph.
interface MergedRule {
  void check(Merged merged, Findings findings);
}
