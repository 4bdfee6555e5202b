package dev.orrery.handlers.support;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/// The jobs' times, shortened.
public final class QuickTimes implements QuarkusTestResourceLifecycleManager {
  @Override
  public Map<String, String> start() {
    var times = new HashMap<>(times());
    times.put("orrery.jobs.most-in-flight-of.narrow", "1");
    times.put("orrery.jobs.set-aside", "PT2S");
    return times;
  }

  private static Map<String, String> times() {
    return Map.of(
        "orrery.jobs.backoff", "PT0.05S",
        "orrery.jobs.longest-backoff", "PT0.2S",
        "orrery.jobs.most-failures", "4",
        "orrery.jobs.poll", "PT0.05S",
        "orrery.reconciliation.poll", "PT0.05S",
        // A provider that starts in a test shall not be asked about what other tests left behind.
        "orrery.reconciliation.spread", "PT1H",
        "orrery.reconciliation.corrections-per-hour", "5",
        "orrery.reconciliation.soon", "PT8S",
        "orrery.events.poll", "PT0.05S",
        "quarkus.http.test-port", "0");
  }

  @Override
  public void stop() {
    // Nothing was started.
  }
}
