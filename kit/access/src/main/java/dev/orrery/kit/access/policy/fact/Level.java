package dev.orrery.kit.access.policy.fact;

/// Which built-in role may do an action. Each includes those before it, but nobody's role includes
/// [#PLATFORM]: that is for operators, whom no binding makes.
public enum Level {
  VIEWER,
  EDITOR,
  OWNER,
  PLATFORM;

  /// Whether a built-in role of this level contains an action that is granted to `needed`.
  public boolean includes(Level needed) {
    return needed != PLATFORM && compareTo(needed) >= 0;
  }
}
