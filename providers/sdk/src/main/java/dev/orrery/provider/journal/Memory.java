package dev.orrery.provider.journal;

import dev.orrery.provider.protocol.Order;
import dev.orrery.provider.protocol.Report;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is remembered of one resource.
///
/// @param fencingToken the highest seen in an order that changes something
/// @param generation of the order last begun
/// @param operationToken of the order last begun; null when only a cancel was seen
/// @param attempt of the order last begun
/// @param unfinishedStarts how often in a row that order was begun without any outcome
/// @param answer the report that ended the order last begun
/// @param cancelled operation that shall stop
/// @param at when this was written
public record Memory(
    String resourceId,
    long fencingToken,
    long generation,
    @Nullable String operationToken,
    int attempt,
    int unfinishedStarts,
    @Nullable Report answer,
    @Nullable String cancelled,
    Instant at) {

  /// A resource never heard of.
  public static Memory blank(String resourceId) {
    return new Memory(resourceId, 0, 0, null, 0, 0, null, null, Instant.EPOCH);
  }

  /// True when this very order, and not another attempt or an order of an older owner, was begun.
  public boolean began(Order order) {
    return order.operationToken().equals(operationToken)
        && order.attempt() == attempt
        && order.fencingToken() == fencingToken;
  }

  /// The order is about to be carried out.
  public Memory beginning(Order order) {
    return new Memory(
        resourceId,
        order.fencingToken(),
        order.generation(),
        order.operationToken(),
        order.attempt(),
        began(order) ? unfinishedStarts + 1 : 1,
        null,
        cancelled,
        Instant.now());
  }

  /// The provider answered, and the order comes back.
  public Memory toBeContinued() {
    return new Memory(
        resourceId,
        fencingToken,
        generation,
        operationToken,
        attempt,
        0,
        null,
        cancelled,
        Instant.now());
  }

  /// The report ended the order that was begun.
  public Memory ending(Report report) {
    return new Memory(
        resourceId,
        fencingToken,
        generation,
        operationToken,
        attempt,
        0,
        report,
        cancelled,
        Instant.now());
  }

  /// The operation shall stop.
  public Memory cancelling(String operation) {
    return new Memory(
        resourceId,
        fencingToken,
        generation,
        operationToken,
        attempt,
        unfinishedStarts,
        answer,
        operation,
        Instant.now());
  }
}
