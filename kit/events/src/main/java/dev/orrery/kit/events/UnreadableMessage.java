package dev.orrery.kit.events;

/// A message that no number of attempts will make readable.
final class UnreadableMessage extends RuntimeException {
  UnreadableMessage(String why) {
    super("the message cannot be read: " + why);
  }
}
