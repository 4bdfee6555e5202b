package dev.orrery.kit.database;

/// The database did not answer, or answered with something that trying again may cure: a lost
/// connection, a deadlock, too much to do.
public final class DatabaseUnavailable extends RuntimeException {
  DatabaseUnavailable(String message) {
    super(message);
  }

  DatabaseUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
