package dev.orrery.provider.verification;

import dev.orrery.provider.FailureKind;
import dev.orrery.provider.Outcome;

/// What the back end is made to answer. A provider turns it into an outcome on the same way as its
/// back end's own errors.
public final class BackEndFault extends RuntimeException {
  private final FailureKind kind;

  BackEndFault(FailureKind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /// TRANSIENT and PERMANENT: refused, and nothing happened. UNKNOWN: the answer was lost.
  public FailureKind kind() {
    return kind;
  }

  /// The failure that says no more than this.
  public <O> Outcome<O> outcome() {
    return switch (kind) {
      case TRANSIENT -> Outcome.transientFailure("BACK_END_BUSY", message());
      case PERMANENT -> Outcome.permanent("BACK_END_REFUSED", message());
      case UNKNOWN -> Outcome.unknown("ANSWER_LOST", message());
    };
  }

  private String message() {
    return String.valueOf(getMessage());
  }
}
