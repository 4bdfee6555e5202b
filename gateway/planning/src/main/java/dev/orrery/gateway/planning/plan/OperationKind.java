package dev.orrery.gateway.planning.plan;

import java.util.Locale;

/// What an operation does to the graph.
public enum OperationKind {
  QUERY,
  MUTATION,
  SUBSCRIPTION;

  /// The keyword of the GraphQL language.
  public String keyword() {
    return name().toLowerCase(Locale.ROOT);
  }
}
