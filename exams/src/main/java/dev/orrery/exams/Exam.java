package dev.orrery.exams;

import java.time.Duration;

/// One promise, and how it is put to the test.
interface Exam {
  /// What is typed after `./orrery exam`.
  String name();

  /// What is promised.
  String promise();

  /// What happens, at the full and at the small size, in a few sentences.
  String course();

  /// What `--sabotage` does, which must make the exam fail.
  String sabotage();

  default Size full() {
    return Size.STANDARD;
  }

  /// What `--short` asks for.
  default Size small() {
    return Size.SMALL;
  }

  /// @param size [#full()], [#small()], or one of the caller's
  /// @throws AssertionError with what was not kept
  /// @throws Impossible when this machine lacks what the exam needs
  void run(House house, Size size, boolean sabotaged, Report report) throws Exception;

  /// How much.
  ///
  /// @param load how long clients change things
  /// @param rate changes a second
  /// @param healing how long the house may take to heal
  record Size(boolean full, Duration load, int rate, Duration healing) {
    /// The standard load.
    static final Size STANDARD =
        new Size(true, Duration.ofSeconds(120), 50, Duration.ofSeconds(120));

    static final Size SMALL = new Size(false, Duration.ofSeconds(8), 20, Duration.ofSeconds(30));

    Size lasting(Duration other) {
      return new Size(full, other, rate, healing);
    }
  }

  /// Hears what was found.
  interface Report {
    void line(String format, Object... arguments);
  }

  /// The exam cannot be held here, which says nothing about the promise.
  final class Impossible extends Exception {
    Impossible(String why) {
      super(why);
    }
  }
}
