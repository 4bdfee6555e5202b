package dev.orrery.launcher.events;

/// What was asked for could not be done; the message is for whoever asked.
final class Failed extends RuntimeException {
  Failed(String message, Throwable cause) {
    super(message, cause);
  }

  Failed(String message) {
    super(message);
  }
}
