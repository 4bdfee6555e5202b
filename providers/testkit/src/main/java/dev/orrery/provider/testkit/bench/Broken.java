package dev.orrery.provider.testkit.bench;

/// A rule of the contract that the provider does not keep, told so that its author can act on it.
public final class Broken extends AssertionError {
  public Broken(String message) {
    super(message);
  }

  /// Goes on only when the rule holds.
  public static void unless(boolean kept, String message, Object... details) {
    if (!kept) {
      throw new Broken(message.formatted(details));
    }
  }
}
