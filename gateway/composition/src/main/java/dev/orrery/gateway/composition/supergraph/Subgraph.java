package dev.orrery.gateway.composition.supergraph;

/// A subgraph of the supergraph.
///
/// @param graph its value in the enum `join__Graph`, used in SDL only
/// @param name the name that the rest of the model refers to it by
public record Subgraph(String graph, String name, String url) {}
