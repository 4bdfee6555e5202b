package dev.orrery.gateway.planning;

import java.util.Set;

/// What a plan depends on besides the operation and the supergraph.
///
/// @param activeOverrideLabels the labels of progressive overrides that hold for this request
public record PlanningOptions(Set<String> activeOverrideLabels) {
  public static final PlanningOptions DEFAULT = new PlanningOptions(Set.of());

  public PlanningOptions {
    activeOverrideLabels = Set.copyOf(activeOverrideLabels);
  }
}
