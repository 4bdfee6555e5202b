package dev.orrery.kit.database;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.hibernate.FlushMode;
import org.hibernate.LockMode;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/// Hands each operation to the session's own context and waits for it.
final class ReactiveTransaction implements Transaction {
  private final Mutiny.Session session;
  private final Wall wall;
  private final CompletableFuture<?> reaching;
  private final Context context;
  private final List<Runnable> beforeCommit = new ArrayList<>();
  private final List<Runnable> afterCommit = new ArrayList<>();
  private final Map<Class<?>, Object> carried = new HashMap<>();

  /// @param reaching ends when PostgreSQL knows what the session reaches; before, and when it ends
  ///   badly, nothing that the session answers is believed
  ReactiveTransaction(
      Mutiny.Session session, Wall wall, CompletableFuture<?> reaching, Context context) {
    this.session = session;
    this.wall = wall;
    this.reaching = reaching;
    this.context = context;
  }

  @Override
  public <E> @Nullable E find(Class<E> entity, Object id) {
    return perform(() -> session.find(entity, id));
  }

  @Override
  public <E> @Nullable E lock(Class<E> entity, Object id) {
    return perform(() -> session.find(entity, id, LockMode.PESSIMISTIC_WRITE));
  }

  @Override
  public void persist(Object entity) {
    perform(() -> session.persist(entity));
  }

  @Override
  public void remove(Object entity) {
    perform(() -> session.remove(entity));
  }

  @Override
  public void flush() {
    perform(session::flush);
  }

  @Override
  public void detachAll() {
    perform(() -> {
      session.setFlushMode(FlushMode.AUTO);
      return session.flush().invoke(() -> session.clear());
    });
  }

  @Override
  public void deferWrites() {
    context.runOnContext(_ -> session.setFlushMode(FlushMode.COMMIT));
  }

  @Override
  public <E> List<E> select(Class<E> entity, Sql sql) {
    return perform(() -> {
      Mutiny.SelectionQuery<E> query = session.createNativeQuery(sql.text(), entity);
      for (Map.Entry<String, @Nullable Object> parameter : sql.parameters().entrySet()) {
        query = query.setParameter(parameter.getKey(), parameter.getValue());
      }
      return query.getResultList();
    });
  }

  @Override
  public List<@Nullable Object[]> rows(Sql sql) {
    return perform(() -> {
      Mutiny.SelectionQuery<Object> query = session.createNativeQuery(sql.text());
      for (Map.Entry<String, @Nullable Object> parameter : sql.parameters().entrySet()) {
        query = query.setParameter(parameter.getKey(), parameter.getValue());
      }
      return query
          .getResultList()
          .map(rows -> rows.stream().map(ReactiveTransaction::tuple).toList());
    });
  }

  /// A query of one column answers bare values.
  private static @Nullable Object[] tuple(@Nullable Object row) {
    return row instanceof Object[] tuple ? tuple : new @Nullable Object[] {row};
  }

  @Override
  public int execute(Sql sql) {
    return perform(() -> {
      Mutiny.MutationQuery query = session.createNativeQuery(sql.text());
      for (Map.Entry<String, @Nullable Object> parameter : sql.parameters().entrySet()) {
        query = query.setParameter(parameter.getKey(), parameter.getValue());
      }
      return query.executeUpdate();
    });
  }

  @Override
  public void widen() {
    perform(() -> Uni.createFrom().completionStage(wall.let(SessionReach.service())));
  }

  @Override
  public void beforeCommit(Runnable action) {
    beforeCommit.add(action);
  }

  @Override
  public <T> T carried(Class<T> type, Supplier<T> first) {
    return type.cast(carried.computeIfAbsent(type, _ -> first.get()));
  }

  void returned() {
    // One may add another, so there is no iterator.
    for (int i = 0; i < beforeCommit.size(); i++) {
      beforeCommit.get(i).run();
    }
  }

  @Override
  public void afterCommit(Runnable action) {
    afterCommit.add(action);
  }

  void committed() {
    afterCommit.forEach(Runnable::run);
  }

  private <T extends @Nullable Object> T perform(Supplier<Uni<T>> operation) {
    CompletableFuture<T> done = new CompletableFuture<>();
    context.runOnContext(_ -> {
      try {
        operation.get().subscribe().with(done::complete, done::completeExceptionally);
      } catch (RuntimeException | Error broken) {
        done.completeExceptionally(broken);
      }
    });
    await(reaching);
    return await(done);
  }

  static <T extends @Nullable Object> T await(CompletableFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException | CompletionException failure) {
      @Nullable Throwable cause = failure.getCause();
      throw Failures.translated(cause == null ? failure : cause);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new DatabaseUnavailable("interrupted while waiting for the database", interrupted);
    }
  }
}
