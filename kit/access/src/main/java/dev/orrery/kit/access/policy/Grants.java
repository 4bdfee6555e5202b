package dev.orrery.kit.access.policy;

import java.util.Arrays;

/// The bindings of one principal, found by scope. Never changes.
///
/// A few are a plain list; many are a hash table with open addressing. Either way the scopes and
/// roles lie side by side, so that a look costs one line of memory, and the bindings themselves are
/// touched only where a scope fits.
final class Grants {
  static final Grants NONE = new Grants(0, new int[0], new Binding[0]);

  private static final int FEW = 8;
  private static final int FREE = Integer.MIN_VALUE;

  /// Per place: the scope, and the role with its lowest bit set when the binding itself must be
  /// looked at.
  private final int[] places;

  private final Binding[] bindings;
  private final int size;

  private Grants(int size, int[] places, Binding[] bindings) {
    this.size = size;
    this.places = places;
    this.bindings = bindings;
  }

  static Grants of(Binding[] all, int size) {
    if (size == 0) {
      return NONE;
    }
    int capacity = size <= FEW ? size : Integer.highestOneBit(size + size / 2) << 1;
    int[] places = new int[2 * capacity];
    Binding[] bindings = new Binding[capacity];
    Arrays.fill(places, FREE);
    for (int i = 0; i < size; i++) {
      Binding binding = all[i];
      int at = size <= FEW ? i : hash(binding.scope) & (capacity - 1);
      while (places[2 * at] != FREE) {
        at = (at + 1) & (capacity - 1);
      }
      places[2 * at] = binding.scope;
      places[2 * at + 1] = binding.role << 1 | (binding.isPlain() ? 0 : 1);
      bindings[at] = binding;
    }
    return new Grants(size, places, bindings);
  }

  int size() {
    return size;
  }

  /// Whether one of those on that scope, which has a say, grants what is asked.
  boolean allow(int scope, Asking asking) {
    int capacity = bindings.length;
    if (capacity <= FEW) {
      for (int at = 0; at < capacity; at++) {
        if (places[2 * at] == scope && allows(at, asking)) {
          return true;
        }
      }
      return false;
    }
    int at = hash(scope) & (capacity - 1);
    while (places[2 * at] != FREE) {
      if (places[2 * at] == scope && allows(at, asking)) {
        return true;
      }
      at = (at + 1) & (capacity - 1);
    }
    return false;
  }

  private boolean allows(int at, Asking asking) {
    int role = places[2 * at + 1];
    return asking.isIn(role >> 1) && ((role & 1) == 0 || asking.isMetBy(bindings[at]));
  }

  /// All of them, in no order.
  void forEach(java.util.function.Consumer<Binding> action) {
    for (int at = 0; at < bindings.length; at++) {
      if (places[2 * at] != FREE) {
        action.accept(bindings[at]);
      }
    }
  }

  /// Every bit of it depends on every bit of the scope: the finalizer of MurmurHash3.
  static int hash(int scope) {
    int hash = (scope ^ (scope >>> 16)) * 0x85EBCA6B;
    hash = (hash ^ (hash >>> 13)) * 0xC2B2AE35;
    return hash ^ (hash >>> 16);
  }
}
