package dev.orrery.gateway.planning.fetch;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// One request to a subgraph: a root fetch, or all entity fetches that go to the subgraph in one
/// wave.
final class Call {
  private final List<FetchNode> fetches = new ArrayList<>();
  private final Set<Call> after = new LinkedHashSet<>();
  private int id = -1;

  List<FetchNode> fetches() {
    return fetches;
  }

  Set<Call> after() {
    return after;
  }

  int id() {
    return id;
  }

  void number(int number) {
    id = number;
  }

  FetchNode first() {
    return fetches.getFirst();
  }
}
