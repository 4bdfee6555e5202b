package dev.orrery.gateway.planning.plan;

import java.util.List;

/// One `_entities` field of an entity fetch. Equal representations, from whichever place, are asked
/// for once, and the answer is written back to every place that holds one.
///
/// @param alias the response key of the answer's list in the subgraph's response
/// @param representationsVariable the variable that takes the representations
/// @param paths the places to collect from
/// @param requires what to collect at each place
public record EntityGroup(
    String alias,
    String representationsVariable,
    List<FetchPath> paths,
    RepresentationObject requires) {
  public EntityGroup {
    paths = List.copyOf(paths);
  }
}
