package dev.orrery.provider;

/// What a failure means for the next step.
public enum FailureKind {
  /// Nothing happened, and the same order may succeed later.
  TRANSIENT,
  /// The same order can never succeed.
  PERMANENT,
  /// Something may have happened: the sender looks before it acts again.
  UNKNOWN
}
