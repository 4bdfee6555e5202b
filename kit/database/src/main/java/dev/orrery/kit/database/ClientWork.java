package dev.orrery.kit.database;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Marks what is done while a client waits for the answer. [Database] lets only so much of it in at
/// once that the service's own work always finds a connection.
///
/// Whoever takes a client's work in (the GraphQL endpoint) marks it once; consumers, relay and
/// leases do not.
public final class ClientWork {
  private static final ScopedValue<Boolean> CURRENT = ScopedValue.newInstance();

  private ClientWork() {}

  /// Does the work as a client's.
  public static <T extends @Nullable Object> T call(Supplier<T> work) {
    return ScopedValue.where(CURRENT, true).call(work::get);
  }

  static boolean isCurrent() {
    return CURRENT.isBound();
  }
}
