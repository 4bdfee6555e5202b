package dev.orrery.exams;

import java.time.Duration;

/// One promise, and how it is put to the test.
interface Exam {
  /// What is typed after `./orrery exam`.
  String name();

  /// What is promised.
  String promise();

  /// What `--sabotage` does, which must make the exam fail.
  String sabotage();

  /// @param size the full one, or a small one
  /// @throws AssertionError with what was not kept
  void run(House house, Size size, boolean sabotaged, Report report) throws Exception;

  /// How much.
  ///
  /// @param load how long clients change things
  /// @param rate changes a second
  /// @param healing how long the house may take to heal
  record Size(boolean full, Duration load, int rate, Duration healing) {}

  /// Hears what was found.
  interface Report {
    void line(String format, Object... arguments);
  }
}
