package dev.orrery.kit.database;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Tells what a failure of the driver means. SQLSTATE classes are those of appendix A of
/// PostgreSQL's manual.
final class Failures {
  private Failures() {}

  static RuntimeException translated(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConstraintViolated violated) {
        return violated;
      }
      if (cause instanceof org.hibernate.exception.ConstraintViolationException refusal
          && refusal.getConstraintName() != null) {
        return new ConstraintViolated(refusal.getConstraintName(), failure);
      }
      if (cause instanceof PgException refusal) {
        return ofState(refusal, failure);
      }
      if ((cause instanceof IOException && !(cause instanceof JsonProcessingException))
          || cause instanceof TimeoutException
          || isLostConnection(cause)
          || cause instanceof VertxException) {
        return new DatabaseUnavailable(
            "the database does not answer: " + cause.getMessage(), failure);
      }
    }
    return failure instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(failure);
  }

  /// The client has no type of its own for a statement that finds the connection of its transaction
  /// closed.
  private static boolean isLostConnection(Throwable cause) {
    return String.valueOf(cause.getMessage()).startsWith("Connection is not active now");
  }

  private static RuntimeException ofState(PgException refusal, Throwable failure) {
    @Nullable String state = refusal.getSqlState();
    @Nullable String constraint = refusal.getConstraint();
    if (state != null && state.startsWith("23") && constraint != null) {
      return new ConstraintViolated(constraint, failure);
    }
    boolean passing =
        state != null
            && (state.startsWith("08") // connection
                || state.equals("25P03") // silent for too long in a transaction
                || state.startsWith("40") // deadlock, serialization
                || state.startsWith("53") // resources
                || state.startsWith("57") // shutdown, cancelled
                || state.startsWith("55P03")); // lock timeout
    return passing
        ? new DatabaseUnavailable(
            "the database cannot do this now (%s)".formatted(refusal.getMessage()), failure)
        : new IllegalStateException(
            "the database refused a statement: " + refusal.getMessage(), failure);
  }
}
