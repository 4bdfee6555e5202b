package dev.orrery.handlers.jobs;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;

/// Times of the jobs.
@ConfigMapping(prefix = "orrery.jobs")
interface JobSettings {
  /// How long a provider has for an order, waiting for the provider included.
  @WithDefault("10M")
  Duration orderDeadline();

  /// After an order's deadline, how long its report may still be on its way.
  @WithDefault("30S")
  Duration grace();

  /// The wait after a first failure; it doubles with each further one.
  @WithDefault("1S")
  Duration backoff();

  @WithDefault("60S")
  Duration longestBackoff();

  /// The passing failure that ends a job.
  @WithDefault("8")
  int mostFailures();

  /// How long a job may take, from its creation.
  @WithDefault("24H")
  Duration deadline();

  /// How long one step of it may take, from its beginning.
  @WithDefault("12H")
  Duration stepDeadline();

  /// How many orders of jobs one provider has at a time, about; the others wait here, the most
  /// urgent ones first.
  @WithDefault("256")
  int mostInFlight();

  /// The same for single providers.
  Map<String, Integer> mostInFlightOf();

  default int mostInFlight(String provider) {
    return mostInFlightOf().getOrDefault(provider, mostInFlight());
  }

  /// How many lines are kept of what a provider says about a step; the oldest go first.
  @WithDefault("1000")
  int mostLogLines();

  /// How long a job waits with which something that should never happen happened when its time had
  /// come, so that others have their turn.
  @WithDefault("30S")
  Duration setAside();

  /// How often due steps are looked for.
  @WithDefault("500MS")
  Duration poll();
}
