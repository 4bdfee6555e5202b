package dev.orrery.gateway.planning.path;

import java.util.BitSet;

/// An immutable set of calls, by their numbers in a [CallTable].
final class Calls {
  static final Calls NONE = new Calls(new BitSet());

  private final BitSet bits;

  private Calls(BitSet bits) {
    this.bits = bits;
  }

  /// Not to be changed.
  BitSet bits() {
    return bits;
  }

  Calls with(int call) {
    if (bits.get(call)) {
      return this;
    }
    var all = (BitSet) bits.clone();
    all.set(call);
    return new Calls(all);
  }

  Calls and(Calls others) {
    if (others == this || others.bits.isEmpty()) {
      return this;
    }
    var all = (BitSet) bits.clone();
    all.or(others.bits);
    return all.equals(bits) ? this : new Calls(all);
  }

  Calls common(Calls others) {
    var all = (BitSet) bits.clone();
    all.and(others.bits);
    return new Calls(all);
  }
}
