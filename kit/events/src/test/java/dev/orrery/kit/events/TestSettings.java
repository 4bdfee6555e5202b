package dev.orrery.kit.events;

import java.time.Duration;

/// The promises with shorter times.
record TestSettings(Duration watchdog, int maxAckPending) implements EventSettings {
  TestSettings() {
    this(Duration.ofSeconds(5), 256);
  }

  static TestSettings watching(Duration watchdog) {
    return new TestSettings(watchdog, 256);
  }

  static TestSettings withRoomFor(int messages) {
    return new TestSettings(Duration.ofSeconds(5), messages);
  }

  @Override
  public boolean enabled() {
    return true;
  }

  @Override
  public String source() {
    return "/events-test";
  }

  @Override
  public Duration lease() {
    return Duration.ofMillis(1200);
  }

  @Override
  public Duration poll() {
    return Duration.ofMillis(50);
  }

  @Override
  public int batch() {
    return 100;
  }

  @Override
  public int bundle() {
    return 16;
  }

  @Override
  public Duration publishTimeout() {
    return Duration.ofSeconds(2);
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
  public Duration ackWait() {
    return Duration.ofMillis(1500);
  }

  @Override
  public int parallel() {
    return 8;
  }

  @Override
  public int together() {
    return 8;
  }

  @Override
  public int maxFailures() {
    return 5;
  }

  @Override
  public Duration backoff() {
    return Duration.ofMillis(50);
  }

  @Override
  public boolean requireSyncAlways() {
    return true;
  }
}
