package dev.orrery.exams;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Waits for what takes a while.
public final class Eventually {
  private Eventually() {}

  /// Asks until there is an answer.
  public static <T> T answers(Duration patience, Supplier<@Nullable T> question) {
    Instant end = Instant.now().plus(patience);
    @Nullable RuntimeException last = null;
    while (Instant.now().isBefore(end)) {
      try {
        @Nullable T answer = question.get();
        if (answer != null) {
          return answer;
        }
        last = null;
      } catch (RuntimeException notYet) {
        last = notYet;
      }
      try {
        Thread.sleep(100);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(interrupted);
      }
    }
    throw new AssertionError("not within " + patience + ": " + last, last);
  }

  /// What must hold after a while.
  public interface Rule {
    void check() throws Exception;
  }

  /// Checks until it holds.
  ///
  /// @throws AssertionError the last one, when it does not hold in time
  public static void holds(Duration patience, Rule rule) throws Exception {
    Instant end = Instant.now().plus(patience);
    while (true) {
      try {
        rule.check();
        return;
      } catch (InterruptedException stopped) {
        throw stopped;
      } catch (AssertionError | Exception notYet) {
        if (Instant.now().isAfter(end)) {
          throw notYet instanceof AssertionError last
              ? last
              : new AssertionError("not within " + patience + ": " + notYet, notYet);
        }
      }
      Thread.sleep(500);
    }
  }
}
