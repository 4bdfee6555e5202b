package dev.orrery.kit.subgraph.wiring;

/// One feature's part of the subgraph. Each feature has a bean of this kind that says which code
/// answers which fields.
@FunctionalInterface
public interface SubgraphPart {
  void wire(Wiring wiring);
}
