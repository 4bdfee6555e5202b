package dev.orrery.laws.contracts;

/// One difference between two versions of a contract.
///
/// @param path where, as a JSON pointer
record Change(Effect effect, String path, String what) {

  /// What it means for those who rely on the older version, from mild to grave.
  enum Effect {
    /// Nobody can tell.
    COMPATIBLE,
    /// There is more than before; whoever does not look at it goes on.
    ADDITIVE,
    /// Somebody who kept to the older version fails.
    BREAKING
  }

  @Override
  public String toString() {
    return "%s %s: %s".formatted(effect, path.isEmpty() ? "/" : path, what);
  }
}
