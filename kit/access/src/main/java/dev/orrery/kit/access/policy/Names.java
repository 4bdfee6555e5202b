package dev.orrery.kit.access.policy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.UUID;

/// Small numbers for ids of one kind, so that the index compares and stores integers.
///
/// Open addressing in one array: finding an id costs one line of memory. One thread adds, any
/// number read without waiting; a name never changes its number, so a reader may see names that are
/// newer than its snapshot and will find nothing behind them.
final class Names {
  static final int UNKNOWN = -1;

  private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
  private static final int STRIDE = 3;

  /// Per slot: both halves of the id, and its number plus one; 0 says that the slot is free.
  private volatile long[] table = new long[16 * STRIDE];

  private int size;

  int find(UUID id) {
    return find(id.getMostSignificantBits(), id.getLeastSignificantBits());
  }

  int find(long high, long low) {
    long[] slots = table;
    int mask = slots.length / STRIDE - 1;
    for (int at = start(high, low) & mask; ; at = (at + 1) & mask) {
      int base = at * STRIDE;
      long number = (long) LONGS.getAcquire(slots, base + 2);
      if (number == 0) {
        return UNKNOWN;
      }
      if (slots[base] == high && slots[base + 1] == low) {
        return (int) number - 1;
      }
    }
  }

  /// The id must not have a number yet.
  void put(UUID id, int number) {
    long[] slots = table;
    if (2 * (size + 1) > slots.length / STRIDE) {
      slots = grown(slots);
      table = slots;
    }
    insert(slots, id.getMostSignificantBits(), id.getLeastSignificantBits(), number + 1L);
    size++;
  }

  private static long[] grown(long[] old) {
    long[] slots = new long[old.length * 2];
    for (int base = 0; base < old.length; base += STRIDE) {
      if (old[base + 2] != 0) {
        insert(slots, old[base], old[base + 1], old[base + 2]);
      }
    }
    return slots;
  }

  private static void insert(long[] slots, long high, long low, long stored) {
    int mask = slots.length / STRIDE - 1;
    int at = start(high, low) & mask;
    while (slots[at * STRIDE + 2] != 0) {
      at = (at + 1) & mask;
    }
    slots[at * STRIDE] = high;
    slots[at * STRIDE + 1] = low;
    LONGS.setRelease(slots, at * STRIDE + 2, stored);
  }

  /// The finalizer of MurmurHash3: ids of one second differ in few bits.
  private static int start(long high, long low) {
    long hash = high * 0x9E3779B97F4A7C15L + low;
    hash = (hash ^ (hash >>> 33)) * 0xFF51AFD7ED558CCDL;
    return (int) ((hash ^ (hash >>> 33)) >>> 7);
  }
}
