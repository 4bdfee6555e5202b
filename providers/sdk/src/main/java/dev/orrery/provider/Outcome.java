package dev.orrery.provider;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a provider answers to an order.
///
/// @param <O> the observed state of the provider's kind
public sealed interface Outcome<O> {

  /// The world matches the order.
  record Ready<O>(O observed) implements Outcome<O> {}

  /// Not finished: the same order shall come back `after` this long. It does, whatever crashes.
  record CheckAgain<O>(Duration after, @Nullable O observed) implements Outcome<O> {
    public CheckAgain(Duration after) {
      this(after, null);
    }
  }

  /// The same as `CheckAgain`, with something to show to the people who wait.
  record Progress<O>(int percent, String message, Duration after, @Nullable O observed)
      implements Outcome<O> {
    public Progress {
      if (percent < 0 || percent > 100) {
        throw new IllegalArgumentException("percent is %d, not 0 to 100".formatted(percent));
      }
    }
  }

  /// It could not be done. `code` is upper case with underscores and stable, `message` is for
  /// people and holds no secrets.
  record Failed<O>(FailureKind kind, String code, String message, @Nullable O observed)
      implements Outcome<O> {}

  /// The resource does not exist.
  record Gone<O>() implements Outcome<O> {}

  /// Nothing happened, a later attempt may succeed.
  static <O> Outcome<O> transientFailure(String code, String message) {
    return new Failed<>(FailureKind.TRANSIENT, code, message, null);
  }

  /// No later attempt can succeed.
  static <O> Outcome<O> permanent(String code, String message) {
    return new Failed<>(FailureKind.PERMANENT, code, message, null);
  }

  /// Something may have happened.
  static <O> Outcome<O> unknown(String code, String message) {
    return new Failed<>(FailureKind.UNKNOWN, code, message, null);
  }
}
