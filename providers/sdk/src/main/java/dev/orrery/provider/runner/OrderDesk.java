package dev.orrery.provider.runner;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.provider.FailureKind;
import dev.orrery.provider.Identity;
import dev.orrery.provider.Outcome;
import dev.orrery.provider.journal.Journal;
import dev.orrery.provider.journal.Memory;
import dev.orrery.provider.protocol.Cancel;
import dev.orrery.provider.protocol.Order;
import dev.orrery.provider.protocol.Report;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Decides what becomes of each order: in this sequence remembered, reported, acknowledged. A crash
/// between two of them brings the order back, and it ends the same way.
final class OrderDesk {
  /// An order that brings the process down is given up after this many tries.
  static final int MOST_UNFINISHED_STARTS = 5;

  private final Identity identity;
  private final ProviderCalls<?, ?> calls;
  private final Journal journal;
  private final Outbound outbound;
  private final RunningWork running;
  private final int mostBytes;

  /// Orders that come back later, so that a cancel need not wait for them.
  private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();

  private record Waiting(Order order, Delivery delivery) {}

  OrderDesk(
      Identity identity,
      ProviderCalls<?, ?> calls,
      Journal journal,
      Outbound outbound,
      RunningWork running,
      int mostBytes) {
    this.identity = identity;
    this.calls = calls;
    this.journal = journal;
    this.outbound = outbound;
    this.running = running;
    this.mostBytes = mostBytes;
  }

  Arrival open(Delivery delivery) {
    return Arrival.read(delivery.subject(), delivery.body(), mostBytes);
  }

  /// Answers what cannot be carried out, so that it never comes again.
  void refuse(Arrival.Unreadable unreadable, Delivery delivery) {
    send(
        Reports.unreadable(
            unreadable.address(), delivery.streamSequence(), unreadable.code(), unreadable.why()),
        delivery);
  }

  /// Parks what nobody can be told about.
  void park(Delivery delivery) {
    var id = "dead-work-" + delivery.streamSequence();
    var reason = "the subject names no provider, kind, verb and resource";
    if (outbound.deadLetter(identity.name(), delivery.body(), id, reason, delivery.subject())) {
      delivery.done();
    } else {
      delivery.drop();
    }
  }

  /// Remembers the wish first, for the case that the order it means waits to come back.
  void cancel(Cancel cancel, Delivery delivery) {
    journal.update(cancel.resourceId(), memory -> memory.cancelling(cancel.operationToken()));
    running.cancel(cancel.resourceId(), cancel.operationToken());
    var meant = waiting.get(cancel.resourceId());
    if (meant != null
        && meant.order.operationToken().equals(cancel.operationToken())
        && waiting.remove(cancel.resourceId(), meant)) {
      var report = Reports.of(meant.order, cancelled(null));
      journal.update(cancel.resourceId(), now -> now.began(meant.order) ? now.ending(report) : now);
      if (outbound.report(report)) {
        meant.delivery.notAgain();
      }
    }
    delivery.done();
  }

  /// Carries an order out, or says why not.
  void carryOut(Order order, Delivery delivery) {
    waiting.remove(order.resourceId());
    var memory = journal.recall(order.resourceId());
    var refusal = changes(order) ? refusal(order, memory) : unfamiliar(order);
    if (refusal.isPresent()) {
      send(refusal.get(), delivery);
      return;
    }
    if (changes(order)) {
      journal.update(order.resourceId(), now -> now.beginning(order));
    }
    conclude(order, calls.carryOut(order), delivery);
  }

  private void conclude(Order order, Outcome<?> outcome, Delivery delivery) {
    Report report;
    try {
      report = outbound.fitting(Reports.of(order, outcome));
    } catch (IOException | IllegalArgumentException e) {
      report =
          Reports.of(order, Outcome.unknown("UNREPORTABLE", "the outcome cannot be told: " + e));
    }
    var told = report;
    if (changes(order)) {
      journal.update(
          order.resourceId(),
          now -> told.outcome().ends() ? now.ending(told) : now.toBeContinued());
    }
    var wait = told.checkAgain();
    if (told.outcome().ends() || wait == null) {
      send(told, delivery);
    } else if (outbound.report(told)) {
      waiting.put(order.resourceId(), new Waiting(order, delivery));
      delivery.later(notLaterThanDeadline(order, Duration.ofMillis(wait.afterMillis())));
    } else {
      delivery.drop();
    }
  }

  /// A deadline that passes while the order waits is reported when it passes.
  private static Duration notLaterThanDeadline(Order order, Duration wait) {
    var deadline = order.deadline();
    if (deadline == null) {
      return wait;
    }
    var left = Duration.between(Instant.now(), deadline).plusMillis(1);
    return left.isNegative() ? Duration.ZERO : left.compareTo(wait) < 0 ? left : wait;
  }

  private void send(Report report, Delivery delivery) {
    if (outbound.report(report)) {
      delivery.done();
    } else {
      delivery.drop();
    }
  }

  private static boolean changes(Order order) {
    return !order.verb().equals("observe");
  }

  private Optional<Report> unfamiliar(Order order) {
    if (!ProviderCalls.knows(order.verb())) {
      return failed(
          order,
          FailureKind.PERMANENT,
          "UNKNOWN_VERB",
          "this provider does not know " + order.verb());
    }
    if (!identity.kinds().contains(order.kind())) {
      return failed(
          order,
          FailureKind.PERMANENT,
          "UNKNOWN_KIND",
          "this provider makes " + identity.kinds() + ", not " + order.kind());
    }
    return Optional.empty();
  }

  private Optional<Report> refusal(Order order, Memory memory) {
    var unfamiliar = unfamiliar(order);
    if (unfamiliar.isPresent()) {
      return unfamiliar;
    }
    var began = memory.began(order);
    var answer = memory.answer();
    if (began && answer != null) {
      return Optional.of(answer);
    }
    if (order.generation() < memory.generation()) {
      return Optional.of(Reports.superseded(order, memory.generation(), present(order)));
    }
    if (order.fencingToken() < memory.fencingToken()) {
      return failed(
          order,
          FailureKind.PERMANENT,
          "STALE_FENCING_TOKEN",
          "%d, and %d was seen".formatted(order.fencingToken(), memory.fencingToken()));
    }
    if (order.operationToken().equals(memory.cancelled())) {
      return Optional.of(Reports.of(order, cancelled(null)));
    }
    var deadline = order.deadline();
    if (deadline != null && Instant.now().isAfter(deadline)) {
      return failed(
          order,
          began ? FailureKind.UNKNOWN : FailureKind.TRANSIENT,
          "DEADLINE_EXCEEDED",
          (began ? "it was not finished at " : "it was not begun before ") + deadline);
    }
    if (began && memory.unfinishedStarts() >= MOST_UNFINISHED_STARTS) {
      return failed(
          order,
          FailureKind.UNKNOWN,
          "CRASHED_REPEATEDLY",
          "the provider went down %d times while it worked on this"
              .formatted(memory.unfinishedStarts()));
    }
    return Optional.empty();
  }

  private @Nullable JsonNode present(Order order) {
    return Reports.of(order, calls.look(order)).observed();
  }

  private static Optional<Report> failed(
      Order order, FailureKind kind, String code, String message) {
    return Optional.of(Reports.of(order, new Outcome.Failed<Object>(kind, code, message, null)));
  }

  static Outcome<?> cancelled(@Nullable Object observed) {
    return new Outcome.Failed<>(FailureKind.PERMANENT, "CANCELLED", "it was cancelled", observed);
  }
}
