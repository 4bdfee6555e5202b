package dev.orrery.gateway.composition;

import dev.orrery.gateway.composition.findings.CompositionError;
import dev.orrery.gateway.composition.findings.CompositionHint;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import java.util.List;

/// What came of composing: a supergraph, or why there is none.
public sealed interface CompositionResult {
  List<CompositionHint> hints();

  record Composed(Supergraph supergraph, List<CompositionHint> hints) implements CompositionResult {
    public Composed {
      hints = List.copyOf(hints);
    }
  }

  /// `errors` is never empty.
  record Failed(List<CompositionError> errors, List<CompositionHint> hints)
      implements CompositionResult {
    public Failed {
      errors = List.copyOf(errors);
      hints = List.copyOf(hints);
    }
  }
}
