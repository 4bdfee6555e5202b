package dev.orrery.provider.runner;

import dev.orrery.provider.Work;
import dev.orrery.provider.protocol.Order;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/// The order at hand while the provider's method runs.
final class CurrentWork implements Work {
  private final Order order;
  private final Consumer<Mention> mentions;
  private volatile boolean cancelled;

  /// How far the provider says it is.
  record Mention(Order order, int percent, String message) {}

  CurrentWork(Order order, Consumer<Mention> mentions) {
    this.order = order;
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
  public boolean cancelled() {
    return cancelled;
  }

  @Override
  public void progress(int percent, String message) {
    mentions.accept(new Mention(order, Math.clamp(percent, 0, 100), message));
  }
}
