package dev.orrery.kit.database;

import java.util.concurrent.CompletableFuture;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.impl.MutinySessionImpl;
import org.hibernate.reactive.pool.ReactiveConnection;

/// Tells PostgreSQL what a session reaches, on the session's own connection, past Hibernate: the
/// statement leaves together with the first one of the work, so it costs no time of its own.
///
/// It also says how statements are planned. What a client reads is planned for that client each
/// time, for some see one organization and others a thousand, and a plan for any of them is a plan
/// for none. All else, which is nearly always found by its key, keeps its plan.
///
/// In a transaction it holds until the transaction's end. Otherwise it holds until the next session
/// on the same connection, which begins by saying its own.
final class Wall {
  private static final String SAYING =
      "select set_config('orrery.reach', $1, %1$s), set_config('orrery.subject', $2, %1$s),"
          + " set_config('plan_cache_mode', $3, %1$s)";
  private static final String IN_TRANSACTION = SAYING.formatted("true");
  private static final String IN_SESSION = SAYING.formatted("false");

  private final ReactiveConnection connection;
  private final boolean transactional;

  private Wall(ReactiveConnection connection, boolean transactional) {
    this.connection = connection;
    this.transactional = transactional;
  }

  static Wall of(Mutiny.Session session, boolean transactional) {
    return new Wall(((MutinySessionImpl) session).getReactiveConnection(), transactional);
  }

  /// What is answered to later statements counts only once this has ended well. For the session's
  /// own event loop.
  CompletableFuture<?> let(SessionReach reach) {
    return connection
        .select(
            transactional ? IN_TRANSACTION : IN_SESSION,
            new Object[] {reach.organizations(), reach.subject(), planning(reach)})
        .toCompletableFuture();
  }

  private String planning(SessionReach reach) {
    return transactional || reach.equals(SessionReach.service()) ? "auto" : "force_custom_plan";
  }
}
