package dev.orrery.kit.events;

/// The points at which a relay may be killed or frozen. Tests do so; in production nothing happens.
interface RelayProbe {
  RelayProbe NONE = new RelayProbe() {};

  default void beforePublish(OutboxRow row) {}

  default void afterPublish(OutboxRow row) {}

  default void beforeMark() {}
}
