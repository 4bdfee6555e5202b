package dev.orrery.gateway.planning.fuzz;

/// Bytes taken as decisions, a few at a time. Those that are missing count as zero, so that every
/// beginning of an input is an input.
final class Bites {
  private final byte[] bytes;
  private int at;

  Bites(byte[] bytes, int start) {
    this.bytes = bytes;
    this.at = start;
  }

  boolean isEmpty() {
    return at >= bytes.length;
  }

  /// @param bound at least 1
  int below(int bound) {
    int taken = next();
    if (bound > 256) {
      taken = taken << 8 | next();
    }
    return taken % bound;
  }

  private int next() {
    return isEmpty() ? 0 : bytes[at++] & 0xff;
  }
}
