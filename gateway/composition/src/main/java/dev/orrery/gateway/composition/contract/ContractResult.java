package dev.orrery.gateway.composition.contract;

import dev.orrery.gateway.composition.findings.CompositionError;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import java.util.List;

/// What came of a contract: a supergraph, or why there is none.
public sealed interface ContractResult {
  record Filtered(Supergraph supergraph) implements ContractResult {}

  /// `errors` is never empty.
  record Refused(List<CompositionError> errors) implements ContractResult {
    public Refused {
      errors = List.copyOf(errors);
    }
  }
}
