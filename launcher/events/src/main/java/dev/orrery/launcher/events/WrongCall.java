package dev.orrery.launcher.events;

/// What was typed cannot be meant; the message says what could be.
final class WrongCall extends RuntimeException {
  WrongCall(String message) {
    super(message);
  }
}
