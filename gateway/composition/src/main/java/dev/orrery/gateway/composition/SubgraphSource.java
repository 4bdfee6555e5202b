package dev.orrery.gateway.composition;

/// A subgraph to compose.
///
/// @param name unique among those composed together; errors and `@override(from:)` use it
/// @param url where the gateway reaches it
/// @param sdl its schema in the syntax of federation v1 or v2
public record SubgraphSource(String name, String url, String sdl) {}
