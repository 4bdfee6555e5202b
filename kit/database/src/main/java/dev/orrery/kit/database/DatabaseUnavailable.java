package dev.orrery.kit.database;

/// The database did not answer, or answered with something that trying again may cure: a lost
/// connection, a deadlock, a full pool.
public final class DatabaseUnavailable extends RuntimeException {
  DatabaseUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
