package dev.orrery.provider.verification;

/// What somebody else does to a resource of the back end.
public enum Outside {
  NOTHING,
  /// It is deleted.
  VANISH,
  /// Something of its desired state is changed.
  DRIFT
}
