package dev.orrery.kit.database;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Marks what is done while a client waits for the answer. [Database] lets only so much of it in at
/// once that the service's own work always finds a connection, and tells PostgreSQL at the
/// beginning of each session what the client reaches.
///
/// Whoever takes a client's work in (the GraphQL endpoint) marks it once; consumers, relay and
/// leases do not, and use [Database#own].
public final class ClientWork {
  private static final ScopedValue<Supplier<SessionReach>> CURRENT = ScopedValue.newInstance();

  private ClientWork() {}

  /// Does the work as a client's.
  ///
  /// @param reach asked for each session anew
  public static <T extends @Nullable Object> T call(
      Supplier<SessionReach> reach, Supplier<T> work) {
    return ScopedValue.where(CURRENT, reach).call(work::get);
  }

  static boolean isCurrent() {
    return CURRENT.isBound();
  }

  /// Nothing, for whoever has not said whose work this is.
  static SessionReach reach() {
    return CURRENT.isBound() ? CURRENT.get().get() : SessionReach.nothing();
  }
}
