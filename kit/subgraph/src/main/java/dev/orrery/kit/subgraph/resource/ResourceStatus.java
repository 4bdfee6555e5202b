package dev.orrery.kit.subgraph.resource;

/// Where a resource is in its life; the meaning of each is in the graph's own description.
public enum ResourceStatus {
  PENDING,
  ACTIVE,
  FAILED,
  DELETING
}
