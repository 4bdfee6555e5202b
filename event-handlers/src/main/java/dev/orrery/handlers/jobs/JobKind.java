package dev.orrery.handlers.jobs;

/// What a job is for.
enum JobKind {
  /// Make the instance as its record says.
  ENSURE,
  /// Make it not exist.
  REMOVE
}
