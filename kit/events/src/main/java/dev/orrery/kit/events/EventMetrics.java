package dev.orrery.kit.events;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// What can be watched: how far the outbox and each consumer are behind, and what went wrong.
@ApplicationScoped
class EventMetrics {
  private final MeterRegistry registry;
  private final AtomicLong pending = new AtomicLong();
  private final AtomicLong oldestMillis = new AtomicLong();
  private final MultiGauge lags;
  private final MultiGauge deferred;
  private final AtomicLong wedged = new AtomicLong();
  private final Counter fenced;
  private final Counter refused;

  EventMetrics(MeterRegistry registry) {
    this.registry = registry;
    registry.gauge("outbox_pending", pending);
    registry.gauge("outbox_oldest_seconds", oldestMillis, millis -> millis.get() / 1000.0);
    registry.gauge("nats_wedged", wedged);
    lags = MultiGauge.builder("consumer_lag").register(registry);
    deferred = MultiGauge.builder("consumer_deferred").register(registry);
    fenced = registry.counter("relay_fenced_total");
    refused = registry.counter("relay_refused_total");
  }

  void backlog(OutboxRows.Backlog backlog) {
    pending.set(backlog.pending());
    oldestMillis.set(backlog.oldest().toMillis());
  }

  long pending() {
    return pending.get();
  }

  double oldestSeconds() {
    return oldestMillis.get() / 1000.0;
  }

  /// Whether NATS is there and does nothing.
  void wedged(boolean now) {
    wedged.set(now ? 1 : 0);
  }

  long wedged() {
    return wedged.get();
  }

  void relayFenced() {
    fenced.increment();
  }

  void publishRefused() {
    refused.increment();
  }

  /// Messages of the stream that the consumer has not finished. What is left out is shown no more.
  void lags(Map<Lags.Place, Long> messages) {
    show(lags, messages);
  }

  /// Messages that wait in the database because they, or one before them about the same resource,
  /// could not be handled yet. What is left out is shown no more.
  void deferred(Map<Lags.Place, Long> messages) {
    show(deferred, messages);
  }

  private static void show(MultiGauge gauge, Map<Lags.Place, Long> messages) {
    gauge.register(
        messages.entrySet().stream()
            .map(each ->
                MultiGauge.Row.of(
                    Tags.of("consumer", each.getKey().consumer(), "stream", each.getKey().stream()),
                    each.getValue()))
            .toList(),
        true);
  }

  void handled(String consumer, String outcome) {
    registry
        .counter("consumer_messages_total", "consumer", consumer, "outcome", outcome)
        .increment();
  }

  void parked(String consumer) {
    registry.counter("deadletter_total", "consumer", consumer).increment();
  }
}
