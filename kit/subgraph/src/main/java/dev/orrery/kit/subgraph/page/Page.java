package dev.orrery.kit.subgraph.page;

import dev.orrery.kit.subgraph.resource.Snapshot;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One page of a list; the source of a connection's fields.
public record Page(
    List<Edge> edges, boolean hasNextPage, boolean hasPreviousPage, @Nullable Long totalCount) {

  public record Edge(String cursor, Snapshot node) {}

  public List<Snapshot> nodes() {
    return edges.stream().map(Edge::node).toList();
  }

  public Map<String, @Nullable Object> pageInfo() {
    Map<String, @Nullable Object> info = new java.util.HashMap<>();
    info.put("hasNextPage", hasNextPage);
    info.put("hasPreviousPage", hasPreviousPage);
    info.put("startCursor", edges.isEmpty() ? null : edges.getFirst().cursor());
    info.put("endCursor", edges.isEmpty() ? null : edges.getLast().cursor());
    return info;
  }
}
