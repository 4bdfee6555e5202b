package dev.orrery.gateway.execution.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;

/// The object keys that one operation cares about, numbered from 0.
///
/// Every other key is skipped while reading: its value is checked but cannot be looked up. One
/// table is made per plan and shared by all requests of that plan.
public final class KeyTable {
  /// The answer for a key that is not in the table.
  public static final int UNKNOWN = -1;

  private final String[] names;
  private final byte[][] bytes;
  private final int[] slots;
  private final int mask;

  /// The key that last followed each key (index 0: the first of an object). Threads race on it
  /// unharmed: a wrong guess only costs the hash lookup it would have saved.
  private final int[] followers;

  private KeyTable(String[] names) {
    this.names = names;
    this.bytes = new byte[names.length][];
    int capacity = Integer.highestOneBit(Math.max(4, names.length * 4));
    this.slots = new int[capacity];
    this.mask = capacity - 1;
    this.followers = new int[names.length + 1];
    for (int id = 0; id < names.length; id++) {
      bytes[id] = names[id].getBytes(StandardCharsets.UTF_8);
      int slot = hash(bytes[id], 0, bytes[id].length) & mask;
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = id + 1;
    }
  }

  public static KeyTable of(Collection<String> names) {
    return new KeyTable(new LinkedHashSet<>(names).toArray(String[]::new));
  }

  public static KeyTable of(String... names) {
    return of(Arrays.asList(names));
  }

  public int size() {
    return names.length;
  }

  public String name(int id) {
    return names[id];
  }

  /// The number of `name`, or [#UNKNOWN].
  public int id(String name) {
    byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
    return find(wanted, 0, wanted.length);
  }

  int find(byte[] source, int start, int end) {
    int slot = hash(source, start, end) & mask;
    while (slots[slot] != 0) {
      byte[] candidate = bytes[slots[slot] - 1];
      if (Arrays.equals(candidate, 0, candidate.length, source, start, end)) {
        return slots[slot] - 1;
      }
      slot = (slot + 1) & mask;
    }
    return UNKNOWN;
  }

  /// The key that usually follows `previous`, when the source really continues with it and a
  /// closing quote. Subgraphs answer in the order they were asked, so this nearly always spares the
  /// scan and the hash.
  int guess(int previous, byte[] source, int start, int limit) {
    int candidate = followers[previous + 1];
    if (candidate >= bytes.length) {
      return UNKNOWN;
    }
    byte[] key = bytes[candidate];
    int end = start + key.length;
    if (end >= limit || source[end] != '"') {
      return UNKNOWN;
    }
    for (int i = 0; i < key.length; i++) {
      if (source[start + i] != key[i]) {
        return UNKNOWN;
      }
    }
    return candidate;
  }

  void learn(int previous, int key) {
    followers[previous + 1] = key;
  }

  int length(int id) {
    return bytes[id].length;
  }

  private static int hash(byte[] source, int start, int end) {
    int hash = 0x811c9dc5;
    for (int i = start; i < end; i++) {
      hash = (hash ^ source[i]) * 0x01000193;
    }
    return hash ^ (hash >>> 15);
  }
}
