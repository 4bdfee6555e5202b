package dev.orrery.gateway.composition.findings;

/// A place in a subgraph's SDL; `line` and `column` count from 1.
public record SourceLocation(String subgraph, int line, int column) {}
