package dev.orrery.gateway.planning;

import dev.orrery.gateway.planning.access.Requirement;
import java.util.Set;

/// What a plan depends on besides the operation and the supergraph.
///
/// @param activeOverrideLabels the labels of progressive overrides that hold for this request
/// @param unmet the requirements of access that the viewer does not meet
public record PlanningOptions(Set<String> activeOverrideLabels, Set<Requirement> unmet) {
  public static final PlanningOptions DEFAULT = new PlanningOptions(Set.of());

  public PlanningOptions {
    activeOverrideLabels = Set.copyOf(activeOverrideLabels);
    unmet = Set.copyOf(unmet);
  }

  /// For a viewer who may see everything.
  public PlanningOptions(Set<String> activeOverrideLabels) {
    this(activeOverrideLabels, Set.of());
  }
}
