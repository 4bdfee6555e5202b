package dev.orrery.provider.runner;

import dev.orrery.provider.Secrets;
import dev.orrery.provider.Work;
import dev.orrery.provider.protocol.Order;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The order at hand while the provider's method runs.
final class CurrentWork implements Work {
  private static final int LONGEST_LINE = 2000;
  private static final int MOST_LINES = 100;
  private static final long PAUSE_NANOS = 1_000_000_000L;

  private final Order order;
  private final Secrets secrets;
  private final Consumer<Mention> mentions;
  private volatile boolean cancelled;
  private final List<String> lines = new ArrayList<>();
  private long mentionedAt = System.nanoTime() - PAUSE_NANOS;
  private int lastPercent;
  private String lastMessage = "";

  /// How far the provider says it is, and what it wrote since it last said so.
  record Mention(Order order, int percent, String message, List<String> log) {}

  CurrentWork(Order order, Secrets secrets, Consumer<Mention> mentions) {
    this.order = order;
    this.secrets = secrets;
    this.mentions = mentions;
  }

  void cancel() {
    cancelled = true;
  }

  @Override
  public String resourceId() {
    return order.resourceId();
  }

  @Override
  public String kind() {
    return order.kind();
  }

  @Override
  public Optional<String> organization() {
    return Optional.ofNullable(order.organization());
  }

  @Override
  public long generation() {
    return order.generation();
  }

  @Override
  public long fencingToken() {
    return order.fencingToken();
  }

  @Override
  public int attempt() {
    return order.attempt();
  }

  @Override
  public String operationToken() {
    return order.operationToken();
  }

  @Override
  public Optional<Instant> deadline() {
    return Optional.ofNullable(order.deadline());
  }

  @Override
  public Optional<String> traceparent() {
    return Optional.ofNullable(order.traceparent());
  }

  @Override
  public Secrets secrets() {
    return secrets;
  }

  @Override
  public boolean cancelled() {
    return cancelled;
  }

  @Override
  public void progress(int percent, String message) {
    synchronized (lines) {
      lastPercent = Math.clamp(percent, 0, 100);
      lastMessage = message;
      mention();
    }
  }

  @Override
  public void log(String line) {
    synchronized (lines) {
      lines.add(line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE));
      if (lines.size() >= MOST_LINES || System.nanoTime() - mentionedAt >= PAUSE_NANOS) {
        mention();
      }
    }
  }

  /// Tells what was written and not told yet.
  void tellTheRest() {
    synchronized (lines) {
      if (!lines.isEmpty()) {
        mention();
      }
    }
  }

  private void mention() {
    if (!secrets.areIn(lastMessage) && lines.stream().noneMatch(secrets::areIn)) {
      mentions.accept(new Mention(order, lastPercent, lastMessage, List.copyOf(lines)));
    }
    lines.clear();
    mentionedAt = System.nanoTime();
  }
}
