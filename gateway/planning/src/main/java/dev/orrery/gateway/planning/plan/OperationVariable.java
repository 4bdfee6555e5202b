package dev.orrery.gateway.planning.plan;

import org.jspecify.annotations.Nullable;

/// A variable that the client's operation declares.
///
/// @param type in GraphQL notation, such as `[ID!]!`
/// @param defaultValue a GraphQL literal; null when none is declared
public record OperationVariable(String name, String type, @Nullable String defaultValue) {}
