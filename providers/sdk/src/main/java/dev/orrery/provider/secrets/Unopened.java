package dev.orrery.provider.secrets;

/// A secret that this provider cannot open. It holds nothing of it.
public final class Unopened extends Exception {
  private static final long serialVersionUID = 1L;

  Unopened(String why) {
    super(why);
  }
}
