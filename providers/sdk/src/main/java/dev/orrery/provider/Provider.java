package dev.orrery.provider;

/// Makes a part of the world match the record.
///
/// Write each method like this: look, compare, take one step, answer. No loops, no sleeps, no state
/// of its own: what is not finished is answered with `CheckAgain`, and the same order comes back
/// later, also after a crash. The runner calls one method at a time for one resource and different
/// resources in parallel, on virtual threads.
///
/// An order may be delivered more than once, so every method is written to be repeated harmlessly.
/// A back end that does not let one look first should be given `Work.operationToken()` as its
/// idempotency key. An exception is answered as a failure of kind UNKNOWN.
///
/// @param <D> the desired state of the provider's kind
/// @param <O> the observed state of the provider's kind
public interface Provider<D, O> {

  /// Makes the resource exist and match `desired`. Answers `Ready` only once it does.
  Outcome<O> ensure(D desired, Work work);

  /// Makes the resource not exist. Answers `Gone` once it does not, also when it never did.
  Outcome<O> remove(Work work);

  /// Looks and changes nothing: `Ready` with what is there, or `Gone`.
  Outcome<O> observe(Work work);

  /// Does something once that is no state, such as a reboot.
  default Outcome<O> act(Action action, Work work) {
    return Outcome.permanent(
        "UNKNOWN_ACTION", "this provider does not know the action " + action.name());
  }
}
