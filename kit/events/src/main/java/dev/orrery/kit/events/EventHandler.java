package dev.orrery.kit.events;

import dev.orrery.kit.database.Transaction;
import java.util.Set;

/// Reacts to change events of other services, once in effect for each event. A bean of this type is
/// found and run by itself.
///
/// Name it *what*On*when*, `ReleaseAddressesOnInstanceDeleted`, and say in its Javadoc why a repeat
/// is harmless.
///
/// @param <S> the view of the resource that the handler needs: a record, or `JsonNode` for all of
///   it
public non-sealed interface EventHandler<S> extends Handler {

  /// `instance.deleted`, or `instance.*` for all verbs of a type. Events that match no stream of
  /// the house are waited for. Anything that arrives in spite of not being listed is acknowledged
  /// and counted.
  Set<String> events();

  Class<S> snapshot();

  /// Whether an update that changes nothing of what this handler reads is passed over: at no cost,
  /// and without an inbox row. What is replayed to it once more never is.
  default boolean wantsNewsOnly() {
    return false;
  }

  /// Whether there is anything to do. An event that asks nothing of this handler costs no
  /// transaction and leaves no inbox row; so the answer follows from the event alone, and is the
  /// same each time.
  default boolean concerns(ChangeEvent<S> event) {
    return true;
  }

  /// Does the work with the given transaction, which also holds the event's inbox row and is
  /// committed only when the verdict is [Verdict.Done].
  Verdict handle(ChangeEvent<S> event, Transaction transaction);
}
