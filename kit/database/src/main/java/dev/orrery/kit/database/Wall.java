package dev.orrery.kit.database;

import java.util.concurrent.CompletableFuture;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.impl.MutinySessionImpl;
import org.hibernate.reactive.pool.ReactiveConnection;

/// Tells PostgreSQL what a session reaches, on the session's own connection, past Hibernate: the
/// statement leaves together with the first one of the work, so it costs no time of its own.
///
/// In a transaction it holds until the transaction's end. Otherwise it holds until the next session
/// on the same connection, which begins by saying its own.
final class Wall {
  private static final String SAYING =
      "select set_config('orrery.reach', $1, %1$s), set_config('orrery.subject', $2, %1$s)";
  private static final String IN_TRANSACTION = SAYING.formatted("true");
  private static final String IN_SESSION = SAYING.formatted("false");

  private final ReactiveConnection connection;
  private final String statement;

  private Wall(ReactiveConnection connection, String statement) {
    this.connection = connection;
    this.statement = statement;
  }

  static Wall of(Mutiny.Session session, boolean transactional) {
    return new Wall(
        ((MutinySessionImpl) session).getReactiveConnection(),
        transactional ? IN_TRANSACTION : IN_SESSION);
  }

  /// What is answered to later statements counts only once this has ended well. For the session's
  /// own event loop.
  CompletableFuture<?> let(SessionReach reach) {
    return connection
        .select(statement, new Object[] {reach.organizations(), reach.subject()})
        .toCompletableFuture();
  }
}
