package dev.orrery.permissions.clientcredentials;

import dev.orrery.kit.ids.TypeId;

/// A program that has shown who it is.
public sealed interface Client {

  /// Whoever knows the operator's secret.
  record Operator() implements Client {}

  /// @param organization the one that owns the account
  record ServiceAccount(TypeId id, TypeId organization) implements Client {}
}
