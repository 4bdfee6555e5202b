package dev.orrery.handlers.jobs;

/// What a step waits for.
enum StepKind {
  /// An address for the instance, from ipam.
  ADDRESS,
  /// The provider's word that the instance is as it shall be.
  PROVISION,
  /// The provider's word that it is gone.
  REMOVE
}
