package dev.orrery.kit.events;

import java.time.Duration;

/// The settings of production, except how many rows the relay carries at a time.
record BenchSettings(int batch) implements EventSettings {
  @Override
  public boolean enabled() {
    return true;
  }

  @Override
  public String source() {
    return "/events-bench";
  }

  @Override
  public Duration lease() {
    return Duration.ofSeconds(4);
  }

  @Override
  public Duration poll() {
    return Duration.ofMillis(100);
  }

  @Override
  public int bundle() {
    return 16;
  }

  @Override
  public Duration publishTimeout() {
    return Duration.ofSeconds(5);
  }

  @Override
  public Duration outboxRetention() {
    return Duration.ofDays(7);
  }

  @Override
  public Duration inboxRetention() {
    return Duration.ofDays(30);
  }

  @Override
  public Duration watchdog() {
    return Duration.ofSeconds(5);
  }

  @Override
  public Duration ackWait() {
    return Duration.ofSeconds(5);
  }

  @Override
  public int maxAckPending() {
    return 512;
  }

  @Override
  public int parallel() {
    return 4;
  }

  @Override
  public int together() {
    return 32;
  }

  @Override
  public int maxFailures() {
    return 5;
  }

  @Override
  public Duration backoff() {
    return Duration.ofSeconds(1);
  }

  @Override
  public boolean requireSyncAlways() {
    return true;
  }
}
