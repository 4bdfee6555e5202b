package dev.orrery.kit.access.policy;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// A long list that one thread changes and of which it hands out snapshots. A snapshot shares what
/// did not change since, so that it costs little more than the changes.
final class Slots<T> {
  private static final int SHIFT = 7;
  private static final int CHUNK = 1 << SHIFT;

  private @Nullable Object[][] chunks = new @Nullable Object[0][];
  private final BitSet own = new BitSet();

  void set(int index, @Nullable T value) {
    int chunk = index >> SHIFT;
    if (chunk >= chunks.length) {
      int known = chunks.length;
      chunks = Arrays.copyOf(chunks, Math.max(chunk + 1, known + (known >> 1)));
      Arrays.setAll(chunks, at -> at < known ? chunks[at] : EMPTY);
    }
    if (!own.get(chunk)) {
      chunks[chunk] = Arrays.copyOf(chunks[chunk], CHUNK);
      own.set(chunk);
    }
    chunks[chunk][index & (CHUNK - 1)] = value;
  }

  /// What is in the list now, for readers, for good.
  View<T> view() {
    own.clear();
    return new View<>(chunks.clone());
  }

  private static final @Nullable Object[] EMPTY = new @Nullable Object[CHUNK];

  /// A snapshot.
  static final class View<T> {
    private final @Nullable Object[][] chunks;

    private View(@Nullable Object[][] chunks) {
      this.chunks = chunks;
    }

    /// Null where nothing was ever set, and for the number of an unknown name.
    @SuppressWarnings("unchecked")
    @Nullable T get(int index) {
      int chunk = index >> SHIFT;
      return index < 0 || chunk >= chunks.length ? null : (T) chunks[chunk][index & (CHUNK - 1)];
    }
  }
}
