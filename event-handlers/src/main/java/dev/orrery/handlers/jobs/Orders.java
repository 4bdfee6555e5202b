package dev.orrery.handlers.jobs;

import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.events.Outbox;
import dev.orrery.kit.events.OutgoingMessage;
import dev.orrery.kit.events.Trace;
import dev.orrery.kit.events.Traceparent;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.provider.protocol.Cancel;
import dev.orrery.provider.protocol.Order;
import dev.orrery.provider.protocol.Subjects;
import dev.orrery.provider.protocol.Wire;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sends orders to providers, through the outbox and in order for each resource.
@ApplicationScoped
class Orders {
  private static final String KIND = "compute";

  private final Outbox outbox;

  Orders(Outbox outbox) {
    this.outbox = outbox;
  }

  /// @param secrets sealed, by the names under which the resource uses them
  void ensure(
      Transaction transaction,
      Job job,
      Step step,
      DesiredCompute desired,
      Map<String, String> secrets,
      Instant deadline) {
    send(transaction, job, step, "ensure", step.operationToken, desired, secrets, deadline);
  }

  void remove(Transaction transaction, Job job, Step step, Instant deadline) {
    send(transaction, job, step, "remove", step.operationToken, null, Map.of(), deadline);
  }

  void observe(Transaction transaction, Job job, Step step, Instant deadline) {
    send(transaction, job, step, "observe", step.lookToken(), null, Map.of(), deadline);
  }

  private void send(
      Transaction transaction,
      Job job,
      Step step,
      String verb,
      String operationToken,
      @Nullable DesiredCompute desired,
      Map<String, String> secrets,
      Instant deadline) {
    var resource = job.resourceId().toString();
    var trace = trace(job);
    var order =
        new Order(
            Wire.PROTOCOL,
            job.provider,
            KIND,
            verb,
            resource,
            job.organization == null ? null : new TypeId("org", job.organization).toString(),
            job.typeId().toString(),
            step.typeId().toString(),
            job.generation,
            desired == null ? null : Wire.tree(desired),
            null,
            secrets.isEmpty() ? null : secrets,
            step.attempt,
            operationToken,
            step.fencingToken,
            deadline,
            Instant.now(),
            trace.toString());
    append(
        transaction,
        trace,
        new OutgoingMessage(
            Subjects.order(job.provider, KIND, verb, resource),
            "%s/%d/%d".formatted(operationToken, step.attempt, step.fencingToken),
            Map.of(),
            order,
            resource));
  }

  /// However late and from whatever thread it is sent, an order belongs to the trace of the change
  /// that it is about.
  private static Traceparent trace(Job job) {
    return Traceparent.parse(job.traceparent).map(Traceparent::child).orElseGet(Trace::current);
  }

  private void append(Transaction transaction, Traceparent trace, OutgoingMessage message) {
    Trace.run(trace, () -> outbox.append(transaction, message));
  }

  /// Asks the provider to stop working on the step's order.
  void cancel(Transaction transaction, Job job, Step step, String reason) {
    var resource = job.resourceId().toString();
    var trace = trace(job);
    var cancel =
        new Cancel(
            Wire.PROTOCOL,
            job.provider,
            KIND,
            resource,
            job.typeId().toString(),
            step.typeId().toString(),
            step.operationToken,
            reason,
            Instant.now(),
            trace.toString());
    append(
        transaction,
        trace,
        new OutgoingMessage(
            Subjects.order(job.provider, KIND, "cancel", resource),
            "%s/cancel/%d".formatted(step.operationToken, step.fencingToken),
            Map.of(),
            cancel,
            resource));
  }
}
