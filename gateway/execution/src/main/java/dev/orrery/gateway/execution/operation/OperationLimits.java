package dev.orrery.gateway.execution.operation;

import java.time.Duration;

/// How large an operation may be. All but the tokens are counted after fragments are expanded, so
/// that fragments cannot hide size.
///
/// @param tokens of the document
/// @param depth of nested fields; below `__schema` and `__type` [#INTROSPECTION_DEPTH] applies
///   instead
/// @param aliases fields under another name
/// @param rootFields fields at the top
/// @param directives on fields, fragments and the operation
/// @param planning how long the search for a plan may take
public record OperationLimits(
    int tokens, int depth, int aliases, int rootFields, int directives, Duration planning) {
  public static final OperationLimits STANDARD =
      new OperationLimits(5_000, 12, 30, 20, 50, Duration.ofSeconds(1));

  /// The introspection query of common tools is deeper than honest queries for data.
  public static final int INTROSPECTION_DEPTH = 20;
}
