package dev.orrery.handlers.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

  @Test
  void theWaitDoublesWithEachFailureUpToTheLongest() {
    assertThat(longestOf(1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(longestOf(3)).isEqualTo(Duration.ofSeconds(4));
    assertThat(longestOf(7)).isEqualTo(Duration.ofMinutes(1));
    assertThat(longestOf(5000)).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void halfOfTheWaitIsChance() {
    var random = new SplittableRandom(7);
    for (int i = 0; i < 1000; i++) {
      assertThat(backoff.after(2, random)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }
  }

  private Duration longestOf(int failures) {
    var random = new SplittableRandom(7);
    var longest = Duration.ZERO;
    for (int i = 0; i < 50_000; i++) {
      var wait = backoff.after(failures, random);
      longest = wait.compareTo(longest) > 0 ? wait : longest;
    }
    // Chance does not have to hit the last millisecond.
    return Duration.ofMillis(Math.round(longest.toMillis() / 100.0) * 100);
  }
}
