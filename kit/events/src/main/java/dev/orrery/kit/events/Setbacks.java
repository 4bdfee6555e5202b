package dev.orrery.kit.events;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Ordering keys whose last publish was refused, and which rest for a while: a quarter of a second
/// first, then twice as long each time, at most half a minute.
final class Setbacks {
  private static final Duration FIRST = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final Map<String, Rest> rests = new ConcurrentHashMap<>();

  private record Rest(Duration length, long untilNanos) {}

  void add(String key) {
    rests.compute(
        key,
        (_, before) -> {
          Duration length = before == null ? FIRST : before.length().multipliedBy(2);
          Duration bounded = length.compareTo(LONGEST) > 0 ? LONGEST : length;
          return new Rest(bounded, System.nanoTime() + bounded.toNanos());
        });
  }

  void remove(String key) {
    rests.remove(key);
  }

  /// The keys that still rest.
  List<String> keys() {
    long now = System.nanoTime();
    return rests.entrySet().stream()
        .filter(rest -> rest.getValue().untilNanos() - now > 0)
        .map(Map.Entry::getKey)
        .toList();
  }
}
