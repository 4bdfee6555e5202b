package dev.orrery.handlers.jobs;

/// What a step waits for.
enum StepKind {
  /// An address for the instance, from ipam.
  ADDRESS,
  /// The provider's word that the instance is as it shall be.
  PROVISION,
  /// The provider's word that it is gone.
  REMOVE,
  /// The provider's word that it is as it shall be again.
  CORRECT;

  /// Whether a provider gets an order for it.
  boolean isOrdered() {
    return switch (this) {
      case ADDRESS -> false;
      case PROVISION, REMOVE, CORRECT -> true;
    };
  }
}
