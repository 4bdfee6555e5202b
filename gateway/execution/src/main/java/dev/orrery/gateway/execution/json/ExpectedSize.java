package dev.orrery.gateway.execution.json;

/// How large something will become, judged by what it became lately, so that it need not be copied
/// while it grows.
///
/// Threads race on it unharmed: a wrong guess costs a copy, or some unused bytes.
public final class ExpectedSize {
  /// No guess is larger: one huge answer must not make every later request allocate as much.
  static final int MOST = 1 << 20;

  private int size;

  public ExpectedSize(int first) {
    this.size = first;
  }

  public int get() {
    return size;
  }

  /// Grows at once and shrinks slowly.
  public void learn(int actual) {
    int known = size;
    int next = Math.min(MOST, Math.max(actual, known - (known >> 6)));
    if (next != known) {
      size = next;
    }
  }
}
