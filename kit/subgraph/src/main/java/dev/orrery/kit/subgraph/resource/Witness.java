package dev.orrery.kit.subgraph.resource;

import dev.orrery.kit.database.Transaction;
import org.jspecify.annotations.Nullable;

/// Sees every change of one kind of resource, inside its transaction: for a service that tells more
/// of it than the event.
public interface Witness {

  /// Runs first in the transaction of a client's change, before any row is locked: the place for a
  /// lock that must come first.
  void begins(Transaction transaction);

  /// Runs when what the client named has been found and before anything is changed: for rules that
  /// must look at more than the client may see.
  default void found(Transaction transaction) {}

  /// @param before none when it was created
  /// @param after none when it is gone
  /// @param version the one that the change led to
  void saw(
      Transaction transaction, @Nullable Snapshot before, @Nullable Snapshot after, long version);

  /// Where the event tells everything.
  static Witness nobody() {
    return new Witness() {
      @Override
      public void begins(Transaction transaction) {}

      @Override
      public void saw(
          Transaction transaction,
          @Nullable Snapshot before,
          @Nullable Snapshot after,
          long version) {}
    };
  }
}
