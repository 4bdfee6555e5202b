package dev.orrery.gateway.composition.supergraph;

/// One `@join__implements`: in `subgraph` the type implements `interfaceName`.
public record JoinImplements(String subgraph, String interfaceName) {}
