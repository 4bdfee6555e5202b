package dev.orrery.gateway.execution.operation;

import graphql.language.Field;
import graphql.language.Node;

/// Finds introspection in a document.
final class Introspections {
  private Introspections() {}

  static boolean appearIn(Node<?> node) {
    if (node instanceof Field field
        && (field.getName().equals("__schema") || field.getName().equals("__type"))) {
      return true;
    }
    return node.getChildren().stream().anyMatch(child -> appearIn((Node<?>) child));
  }
}
