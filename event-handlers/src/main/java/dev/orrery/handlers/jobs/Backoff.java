package dev.orrery.handlers.jobs;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Exponential, with equal jitter: half of the wait is certain, half is chance, so that what failed
/// together does not come back together. Source: "Exponential Backoff and Jitter", AWS Architecture
/// Blog, 2015.
record Backoff(Duration first, Duration longest) {

  /// @param failures 1 after the first one
  Duration after(int failures, RandomGenerator random) {
    long doubled = first.toMillis() << Math.min(failures - 1, 30);
    long whole = Math.min(doubled, longest.toMillis());
    return Duration.ofMillis(whole / 2 + random.nextLong(whole / 2 + 1));
  }
}
