package dev.orrery.handlers.reconciliation;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.jspecify.annotations.Nullable;

/// Sends the orders of reconciliation: looks and corrections. They belong to no job.
@ApplicationScoped
class Lookout {
  private final Outbox outbox;

  Lookout(Outbox outbox) {
    this.outbox = outbox;
  }

  void look(Transaction transaction, Reconciliation row, long fencingToken, Instant deadline) {
    var token = "%s:%d:look:%d".formatted(row.resource(), row.generation, row.looks);
    send(transaction, row, "observe", token, null, fencingToken, deadline);
  }

  void correct(
      Transaction transaction,
      Reconciliation row,
      String operation,
      JsonNode desired,
      long fencingToken,
      Instant deadline) {
    send(transaction, row, "ensure", operation, desired, fencingToken, deadline);
  }

  private void send(
      Transaction transaction,
      Reconciliation row,
      String verb,
      String operation,
      @Nullable JsonNode desired,
      long fencingToken,
      Instant deadline) {
    var resource = row.resource().toString();
    var order =
        new Order(
            Wire.PROTOCOL,
            row.provider,
            row.kind,
            verb,
            resource,
            row.organization == null ? null : new TypeId("org", row.organization).toString(),
            null,
            null,
            row.generation,
            desired,
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
            Subjects.order(row.provider, row.kind, verb, resource),
            "%s/%d".formatted(operation, fencingToken),
            Map.of(),
            order,
            resource));
  }
}
