package dev.orrery.kit.subgraph.error;

import java.util.function.Function;

/// What a feature answers to a wish: the result, or why not.
public sealed interface Answer<T> {

  record Granted<T>(T value) implements Answer<T> {}

  record Refused<T>(DomainError error) implements Answer<T> {}

  static <T> Answer<T> granted(T value) {
    return new Granted<>(value);
  }

  static <T> Answer<T> refused(DomainError error) {
    return new Refused<>(error);
  }

  default <U> Answer<U> then(Function<T, Answer<U>> next) {
    return switch (this) {
      case Granted<T>(var value) -> next.apply(value);
      case Refused<T>(var error) -> new Refused<>(error);
    };
  }

  /// The result, inside a transaction that a refusal shall roll back.
  ///
  /// @throws RefusedException when it was refused
  default T orRollBack() {
    return switch (this) {
      case Granted<T>(var value) -> value;
      case Refused<T>(var error) -> throw new RefusedException(error);
    };
  }
}
