package dev.orrery.gateway.planning.world;

import java.util.Optional;

/// Something that is wrong with an answer.
///
/// @param kind tells faults of different origin apart
public record Problem(String kind, String text) {
  /// The planner's limits forbid the operation, and it says so.
  public static final String TOO_COMPLEX = "too complex";

  public static Optional<Problem> of(String kind, String format, Object... arguments) {
    return Optional.of(new Problem(kind, format.formatted(arguments)));
  }

  /// An exception where there should be none.
  public static Problem of(Throwable unexpected) {
    var trace = unexpected.getStackTrace();
    var text = new StringBuilder(String.valueOf(unexpected));
    for (var i = 0; i < Math.min(12, trace.length); i++) {
      text.append("\n  at ").append(trace[i]);
    }
    var at = trace.length == 0 ? "" : " at " + trace[0].getClassName();
    return new Problem(unexpected.getClass().getSimpleName() + at, text.toString());
  }

  @Override
  public String toString() {
    return kind + ": " + text;
  }
}
