package dev.orrery.gateway.composition.validate.across;

import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.merge.Subgraphs;

/// Something that the subgraphs must agree on for their merge to make sense.
interface AcrossRule {
  void check(Subgraphs subgraphs, Findings findings);
}
