package dev.orrery.handlers.jobs;

/// What a job is for.
enum JobKind {
  /// Make the instance as its record says.
  ENSURE,
  /// Make it not exist.
  REMOVE,
  /// Put right what somebody changed at the back end.
  RECONCILE
}
