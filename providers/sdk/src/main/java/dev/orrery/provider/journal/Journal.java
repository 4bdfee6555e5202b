package dev.orrery.provider.journal;

import java.util.function.UnaryOperator;

/// A provider's memory, one entry for each resource. Implementations are safe for many threads.
public interface Journal extends AutoCloseable {
  /// The last entry written, or a blank one.
  Memory recall(String resourceId);

  /// Changes an entry, alone with it, and returns the new one once it survives a crash and a power
  /// cut.
  Memory update(String resourceId, UnaryOperator<Memory> change);

  @Override
  void close();
}
