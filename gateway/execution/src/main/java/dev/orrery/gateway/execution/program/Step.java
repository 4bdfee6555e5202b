package dev.orrery.gateway.execution.program;

import dev.orrery.gateway.planning.plan.OperationKind;
import java.util.List;

/// A node of a plan, made ready.
public sealed interface Step {
  record InOrder(List<Step> steps) implements Step {}

  record AtOnce(List<Step> steps) implements Step {}

  /// @param condition number in [Conditions]
  record Guarded(int condition, Step step) implements Step {}

  /// A call of a subgraph.
  sealed interface Fetch extends Step {
    String subgraph();

    RequestHead head();
  }

  /// @param askedKeys the data keys of the fields it asks for
  record RootFetch(
      String subgraph, RequestHead head, OperationKind kind, List<Place> at, List<String> askedKeys)
      implements Fetch {}

  record EntityFetch(String subgraph, RequestHead head, List<Group> groups) implements Fetch {
    /// Whether values of enclosing objects go along, so that one fetch may need several calls.
    public boolean hasContext() {
      return groups.stream()
          .anyMatch(group -> group.places().stream().anyMatch(place -> !place.context().isEmpty()));
    }
  }

  /// One `_entities` of an [EntityFetch].
  ///
  /// @param key number of the alias
  /// @param representations the JSON key of the variable that takes them
  /// @param askedKeys the data keys of the fields it asks for
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Group(
      String alias,
      int key,
      byte[] representations,
      List<Place> places,
      Representation representation,
      List<String> askedKeys) {}

  record Introspection(String document, List<String> clientVariables) implements Step {}
}
