package dev.orrery.handlers.jobs;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

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

  /// How often due steps are looked for.
  @WithDefault("500MS")
  Duration poll();
}
