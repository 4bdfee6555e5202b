package dev.orrery.provider.testkit.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/// Waiting. An interrupt ends the whole run.
public final class Patience {
  private Patience() {}

  public static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  static void waitOn(Object lock, long millis) {
    try {
      lock.wait(millis);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /// Asks again and again until there is an answer, or the time is over.
  public static <T> Optional<T> until(Duration most, Supplier<Optional<T>> question) {
    var end = Instant.now().plus(most);
    while (true) {
      var answer = question.get();
      if (answer.isPresent() || Instant.now().isAfter(end)) {
        return answer;
      }
      sleep(Duration.ofMillis(20));
    }
  }

  static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted", e);
  }
}
