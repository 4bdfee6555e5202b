package dev.orrery.gateway.planning.path;

import dev.orrery.gateway.planning.graph.FieldEdge;
import dev.orrery.gateway.planning.graph.GraphNode;
import dev.orrery.gateway.planning.graph.QueryGraph;
import dev.orrery.gateway.planning.operation.Budget;

/// Tells where a search can stop: no other way is better than one that needs no further call.
final class Coverage {
  private final QueryGraph graph;
  private final LocalSteps local;
  private final Budget budget;

  Coverage(QueryGraph graph, LocalSteps local, Budget budget) {
    this.graph = graph;
    this.local = local;
    this.budget = budget;
  }

  /// Whether the subgraph that holds the object answers all that is asked below it.
  boolean covers(GraphNode node, Position position) {
    budget.spend();
    for (var slot : position.slots()) {
      if (slot.responseKey() == null) {
        continue;
      }
      if (slot.isTypename() || slot.isNarrowed()) {
        if (!local.isTyped(node)) {
          return false;
        }
        if (slot.isTypename() || !local.mayBe(node, slot.parentType())) {
          continue;
        }
      }
      var edge = local.edge(node, slot.parentType(), slot.field());
      if (edge != null) {
        if (!covers(node, slot.parentType(), edge, slot)) {
          return false;
        }
      } else if (graph.isObject(slot.parentType()) || !local.isTyped(node)) {
        return false;
      } else {
        for (var member : graph.membersIn(node.type(), node.subgraph())) {
          var own = local.edge(node, member, slot.field());
          if (own == null || !covers(node, member, own, slot)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private boolean covers(GraphNode node, String view, FieldEdge edge, Slot slot) {
    return !local.needsInput(edge, node, view)
        && (slot.child() == null || covers(local.target(node, view, edge), slot.child()));
  }
}
