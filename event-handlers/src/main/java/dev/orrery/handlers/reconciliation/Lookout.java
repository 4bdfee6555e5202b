package dev.orrery.handlers.reconciliation;

import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.events.Outbox;
import dev.orrery.kit.events.OutgoingMessage;
import dev.orrery.kit.events.Trace;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.provider.protocol.Order;
import dev.orrery.provider.protocol.Subjects;
import dev.orrery.provider.protocol.Wire;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;

/// Sends the looks of reconciliation, which belong to no job.
@ApplicationScoped
class Lookout {
  private static final String OBSERVE = "observe";

  private final Outbox outbox;

  Lookout(Outbox outbox) {
    this.outbox = outbox;
  }

  void look(Transaction transaction, Reconciliation row, long fencingToken, Instant deadline) {
    var resource = row.resource().toString();
    var operation = "%s:%d:look:%d".formatted(row.resource(), row.generation, row.looks);
    var order =
        new Order(
            Wire.PROTOCOL,
            row.provider,
            row.kind,
            OBSERVE,
            resource,
            row.organization == null ? null : new TypeId("org", row.organization).toString(),
            null,
            null,
            row.generation,
            null,
            null,
            null,
            1,
            operation,
            // The contract counts from 1.
            Math.max(1, fencingToken),
            deadline,
            Instant.now(),
            Trace.current().toString());
    outbox.append(
        transaction,
        new OutgoingMessage(
            Subjects.order(row.provider, row.kind, OBSERVE, resource),
            "%s/%d".formatted(operation, fencingToken),
            Map.of(),
            order,
            resource));
  }
}
