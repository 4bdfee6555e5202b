package dev.orrery.handlers.reconciliation;

/// What becomes of a drift.
enum Policy {
  /// It is shown.
  OBSERVE,
  /// Somebody is told, once.
  ALERT,
  /// Somebody is told, once, and may have it corrected.
  PROPOSE,
  /// It is put right, within the provider's budget.
  CORRECT
}
