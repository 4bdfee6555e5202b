package dev.orrery.handlers.reconciliation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;

/// When is looked, and what is done about a drift unless somebody said otherwise.
@ConfigMapping(prefix = "orrery.reconciliation")
interface ReconciliationSettings {
  /// How often each resource is looked at.
  @WithDefault("15M")
  Duration every();

  /// The same for single kinds, such as `compute`.
  Map<String, Duration> everyOf();

  /// Over what time the looks are spread that follow a provider's return.
  @WithDefault("5S")
  Duration spread();

  /// How often is asked whether a look is due. What is due by then travels together, which costs
  /// less than a look now and then.
  @WithDefault("5S")
  Duration poll();

  @WithDefault("CORRECT")
  Policy policy();

  /// How many drifts of one provider are corrected within an hour; the others are told.
  @WithDefault("60")
  int correctionsPerHour();

  /// How long a provider has for a correction.
  @WithDefault("10M")
  Duration patience();

  /// How often a resource is looked at that was not seen since something new is desired: the word
  /// that it is done may have come before it was known here what is.
  @WithDefault("10S")
  Duration soon();

  default Duration every(String kind) {
    return everyOf().getOrDefault(kind, every());
  }

  /// The time until the next look.
  ///
  /// @param seen whether it was seen since something new is desired
  default Duration next(String kind, boolean seen) {
    var every = every(kind);
    return seen || soon().compareTo(every) > 0 ? every : soon();
  }
}
