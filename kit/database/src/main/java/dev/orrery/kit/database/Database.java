package dev.orrery.kit.database;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.FlushMode;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/// The service's database, for code that reads from top to bottom on a virtual thread.
///
/// Each call opens a session of its own on an event-loop context of its own, because two fetchers
/// that share a Hibernate Reactive session break it. Calls must not be nested: the inner one would
/// wait for a connection that the outer one holds.
///
/// Clients' reads, clients' changes and the service's own work each find connections: however many
/// changes wait for a slow disk or for each other's locks, reads go on, and so do relay, leases and
/// consumers. Of [ClientWork], whoever does not get a turn in time fails with
/// [DatabaseUnavailable], and nothing was done.
///
/// PostgreSQL shows a session the rows that its [SessionReach] names and no others: in a client's
/// work those of the client's organizations, in the service's own ([#own]) all, and without either
/// none.
@ApplicationScoped
public class Database {
  private static final ThreadLocal<Boolean> BUSY = ThreadLocal.withInitial(() -> false);

  private final Mutiny.SessionFactory sessions;
  private final Vertx vertx;
  private final Lane reads;
  private final Lane changes;
  private final boolean own;

  @Inject
  Database(
      Mutiny.SessionFactory sessions,
      Vertx vertx,
      @ConfigProperty(name = "orrery.database.reads") int reads,
      @ConfigProperty(name = "orrery.database.reads-wait") Duration readsWait,
      @ConfigProperty(name = "orrery.database.changes") int changes,
      @ConfigProperty(name = "orrery.database.changes-wait") Duration changesWait) {
    this.sessions = sessions;
    this.vertx = vertx;
    this.reads = new Lane("reads", reads, readsWait);
    this.changes = new Lane("changes", changes, changesWait);
    this.own = false;
  }

  private Database(Database of) {
    this.sessions = of.sessions;
    this.vertx = of.vertx;
    this.reads = of.reads;
    this.changes = of.changes;
    this.own = true;
  }

  /// The same database for the service's own work, which reaches every row: relay, consumers and
  /// clocks, and what must be known before anybody can be asked who they are. A client's wish is
  /// none of it, unless what the client may learn was decided before.
  public Database own() {
    return new Database(this);
  }

  /// Reads; what the work changes in entities is never written.
  public <T extends @Nullable Object> T read(Function<Transaction, T> work) {
    return run(
        reads,
        work,
        false,
        session -> {
          session.setDefaultReadOnly(true);
          session.setFlushMode(FlushMode.MANUAL);
        },
        sessions::withSession);
  }

  /// Commits when the work returns, rolls back when it throws.
  public <T extends @Nullable Object> T inTransaction(Function<Transaction, T> work) {
    return run(changes, work, true, _ -> {}, sessions::withTransaction);
  }

  private <T extends @Nullable Object> T run(
      Lane lane,
      Function<Transaction, T> work,
      boolean transactional,
      Consumer<Mutiny.Session> preparation,
      Function<Function<Mutiny.Session, Uni<Void>>, Uni<Void>> opening) {
    if (Context.isOnEventLoopThread()) {
      throw new IllegalStateException("the database blocks: call it on a virtual thread");
    }
    if (BUSY.get()) {
      throw new IllegalStateException("a transaction is already open on this thread: use that one");
    }
    BUSY.set(true);
    try {
      return ClientWork.isCurrent()
          ? lane.pass(() -> inSession(work, transactional, preparation, opening))
          : inSession(work, transactional, preparation, opening);
    } finally {
      BUSY.remove();
    }
  }

  private <T extends @Nullable Object> T inSession(
      Function<Transaction, T> work,
      boolean transactional,
      Consumer<Mutiny.Session> preparation,
      Function<Function<Mutiny.Session, Uni<Void>>, Uni<Void>> opening) {
    Context context =
        Objects.requireNonNull(VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext()));
    VertxContextSafetyToggle.setContextSafe(context, true);
    SessionReach reach = own ? SessionReach.service() : ClientWork.reach();
    CompletableFuture<Opened> opened = new CompletableFuture<>();
    CompletableFuture<@Nullable Void> body = new CompletableFuture<>();
    CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();
    closed.whenComplete((_, failure) -> {
      if (failure != null) {
        opened.completeExceptionally(failure);
      }
    });
    context.runOnContext(_ -> {
      try {
        opening
            .apply(session -> {
              preparation.accept(session);
              Wall wall = Wall.of(session, transactional);
              opened.complete(new Opened(session, wall, wall.let(reach)));
              return Uni.createFrom().completionStage(body);
            })
            .subscribe()
            .with(_ -> closed.complete(null), closed::completeExceptionally);
      } catch (RuntimeException | Error broken) {
        closed.completeExceptionally(broken);
      }
    });
    Opened session = ReactiveTransaction.await(opened);
    ReactiveTransaction transaction =
        new ReactiveTransaction(session.session(), session.wall(), session.reaching(), context);
    T result;
    try {
      result = work.apply(transaction);
      transaction.returned();
    } catch (RuntimeException | Error failure) {
      // Hibernate Reactive must hear of the end on its own thread.
      context.runOnContext(_ -> body.completeExceptionally(failure));
      closed.exceptionally(_ -> null).join();
      throw failure;
    }
    context.runOnContext(_ -> body.complete(null));
    ReactiveTransaction.await(closed);
    transaction.committed();
    return result;
  }

  /// @param reaching ends when PostgreSQL knows what the session reaches
  private record Opened(Mutiny.Session session, Wall wall, CompletableFuture<?> reaching) {}
}
