package dev.orrery.kit.access.policy.fact;

import org.jspecify.annotations.Nullable;

/// A message of a known kind that cannot be understood. What cannot be understood grants nothing,
/// so the index takes the fact for gone.
public final class UnusableFact extends RuntimeException {
  private final transient PolicyFact.@Nullable Gone instead;

  UnusableFact(String why, PolicyFact.@Nullable Gone instead) {
    super(why);
    this.instead = instead;
  }

  /// What to believe instead; null when not even the version can be read.
  public PolicyFact.@Nullable Gone instead() {
    return instead;
  }
}
