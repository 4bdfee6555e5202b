package dev.orrery.laws.contracts;

import dev.orrery.laws.contracts.Change.Effect;

/// Who writes what a contract describes, and so what a stricter or laxer contract means.
enum Direction {
  /// We write, others read: to promise less breaks a reader.
  WE_WRITE(Effect.COMPATIBLE, Effect.BREAKING),
  /// Others write, we read: to accept less breaks a writer.
  WE_READ(Effect.BREAKING, Effect.ADDITIVE),
  /// Both happens.
  BOTH(Effect.BREAKING, Effect.BREAKING);

  private final Effect narrower;
  private final Effect wider;

  Direction(Effect narrower, Effect wider) {
    this.narrower = narrower;
    this.wider = wider;
  }

  /// The contract allows fewer values than before.
  Effect narrower() {
    return narrower;
  }

  /// The contract allows more values than before.
  Effect wider() {
    return wider;
  }
}
