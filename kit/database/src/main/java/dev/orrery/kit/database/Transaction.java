package dev.orrery.kit.database;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One session with the database, for the thread that was given it and until its work returns.
///
/// Every method blocks the calling virtual thread while an event loop does the work. Refusals of
/// the database come as [ConstraintViolated], outages as [DatabaseUnavailable].
public interface Transaction {

  <E> @Nullable E find(Class<E> entity, Object id);

  /// Finds and locks the row until the end of the transaction (`SELECT ... FOR UPDATE`).
  <E> @Nullable E lock(Class<E> entity, Object id);

  void persist(Object entity);

  void remove(Object entity);

  /// Sends what was changed so far, so that a violated constraint shows here and not at the end.
  void flush();

  /// Writes what was changed so far and forgets every entity, so that the next look at one goes to
  /// the database.
  void detachAll();

  /// From here until [#detachAll] or the end, changes of entities are written by [#flush] and at
  /// the end alone, and not before each native query: for work whose queries ask for nothing that
  /// it changed itself.
  void deferWrites();

  /// Rows of a native query as entities.
  <E> List<E> select(Class<E> entity, Sql sql);

  /// Rows of a native query as tuples; a query of one column gives arrays of one element.
  List<@Nullable Object[]> rows(Sql sql);

  /// @return the number of rows inserted, updated or deleted
  int execute(Sql sql);

  /// From here on every row of the service is reached, whoever asks: for rules that must look at
  /// more than the client may see. What the client named was found before.
  void widen();

  /// Runs when the work has returned, as the last part of the transaction; what it throws rolls
  /// back. It may ask for more of the kind.
  void beforeCommit(Runnable action);

  /// What this transaction carries of that type: made when it is first asked for, and forgotten
  /// with the transaction.
  <T> T carried(Class<T> type, Supplier<T> first);

  /// Runs once the transaction is durable; never when it was rolled back.
  void afterCommit(Runnable action);
}
