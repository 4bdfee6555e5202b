package dev.orrery.bench.gateway.report;

import dev.orrery.bench.gateway.run.Contender;
import dev.orrery.bench.gateway.run.Reading;

/// What became of a gateway.
public sealed interface Outcome {
  Contender contender();

  /// @param reading the medians of its rounds
  record Measured(Contender contender, Reading reading) implements Outcome {}

  /// Not ranked.
  ///
  /// @param why a predicate: "answers differently"
  record Excluded(Contender contender, String why) implements Outcome {}
}
