package dev.orrery.kit.events;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/// Ready means: what this service accepts will reach the others, sooner or later.
///
/// NATS being away is no reason to refuse: events wait in the outbox, and the check only tells.
/// Three things are reasons: a relay that no longer goes round its loop, a NATS server that is
/// there and acknowledges nothing, and one that is known to acknowledge writes before they are on
/// its disk, which would turn "sooner or later" into "perhaps"
/// (`orrery.events.require-sync-always=false` accepts that). The database is checked by its own
/// readiness check.
@Readiness
@ApplicationScoped
class EventsReadiness implements HealthCheck {
  private static final Duration STUCK = Duration.ofSeconds(60);

  private final EventsLifecycle events;
  private final EventSettings settings;
  private final EventMetrics metrics;

  EventsReadiness(EventsLifecycle events, EventSettings settings, EventMetrics metrics) {
    this.events = events;
    this.settings = settings;
    this.metrics = metrics;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer =
        HealthCheckResponse.named("events")
            .withData("nats", nats())
            .withData("sync", events.sync().name().toLowerCase(Locale.ROOT))
            .withData("relay", events.isLeading() ? "leading" : "standing by")
            .withData("outboxPending", metrics.pending());
    return answer.status(isReady()).build();
  }

  private String nats() {
    if (events.isNatsWedged()) {
      return "wedged: it is there and acknowledges nothing";
    }
    return events.isConnected() ? "connected" : "away, events wait in the outbox";
  }

  private boolean isReady() {
    boolean relaying = !settings.enabled() || events.sinceRelayBeat().compareTo(STUCK) < 0;
    boolean durable = !settings.requireSyncAlways() || events.sync() != SyncCheck.Answer.NOT_ALWAYS;
    return relaying && durable && !events.isNatsWedged();
  }
}
