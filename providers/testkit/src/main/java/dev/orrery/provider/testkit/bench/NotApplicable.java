package dev.orrery.provider.testkit.bench;

/// A check has nothing to look at in this provider, and says why.
public final class NotApplicable extends RuntimeException {
  public NotApplicable(String why) {
    super(why);
  }

  /// Why.
  public String why() {
    return String.valueOf(getMessage());
  }
}
