package dev.orrery.gateway.composition.subgraph;

import dev.orrery.gateway.composition.findings.Findings.Place;
import org.jspecify.annotations.Nullable;

/// An enum value as a subgraph declares it.
public record SubgraphEnumValue(
    String name, @Nullable String description, Directives directives, Place place) {}
