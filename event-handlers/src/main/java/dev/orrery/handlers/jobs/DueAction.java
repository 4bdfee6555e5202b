package dev.orrery.handlers.jobs;

/// What a step does when its time has come.
enum DueAction {
  /// Send the order, once more.
  ORDER,
  /// Ask what is there, because nobody knows what the last order did.
  LOOK
}
