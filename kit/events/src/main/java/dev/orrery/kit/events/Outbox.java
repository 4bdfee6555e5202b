package dev.orrery.kit.events;

import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a service leaves what it wants others to know, in the transaction of the change.
///
/// Whether NATS is up does not matter here: once the transaction commits, the message will be
/// published, in order per resource, however long that takes.
@ApplicationScoped
public class Outbox {
  private static final String STRUCTURED_EVENT = "application/cloudevents+json; charset=UTF-8";
  private static final String JSON = "application/json";

  private final RelayBell bell;
  private final String source;

  Outbox(RelayBell bell, EventSettings settings) {
    this.bell = bell;
    this.source = settings.source();
  }

  /// Appends a change event, as part of the current [Trace] and under the current [PolicyRevision].
  ///
  /// At the end of the transaction the constraint `outbox_resource_version` refuses a second event
  /// for one version of a resource: versions must be assigned under the resource's row lock.
  ///
  /// @return the event's id
  /// @throws IllegalArgumentException when type, verb or an id cannot be part of a subject
  public String append(Transaction transaction, Change change) {
    @Nullable TypeId organization = change.organization();
    String resource = change.resource().toString();
    String subject =
        Subjects.ofChange(
            change.type(),
            change.verb(),
            organization == null ? null : organization.toString(),
            resource);
    TypeId event = TypeId.generate("evt");
    Traceparent trace = Trace.current();
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    append(
        transaction,
        new Appended.Row(
            event.toString(),
            subject,
            EventJson.write(headers(Map.of(), trace, STRUCTURED_EVENT)),
            Envelope.write(change, event, source, now, trace, PolicyRevision.current()).toString(),
            resource,
            new Appended.Columns(
                Envelope.type(change.type(), change.verb()), resource, change.version())));
    return event.toString();
  }

  /// Appends a message of another kind, in the service's own work or a widened transaction. One
  /// with an id that this outbox still holds is not sent a second time.
  public void append(Transaction transaction, OutgoingMessage message) {
    append(
        transaction,
        new Appended.Row(
            message.id(),
            message.subject(),
            EventJson.write(headers(message.headers(), Trace.current(), JSON)),
            EventJson.write(message.body()),
            message.orderingKey(),
            null));
  }

  private void append(Transaction transaction, Appended.Row row) {
    transaction.carried(Appended.class, () -> new Appended(bell::ring)).add(transaction, row);
  }

  private static Map<String, String> headers(
      Map<String, String> own, Traceparent trace, String contentType) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(Headers.TRACEPARENT, trace.toString());
    headers.put(Headers.CONTENT_TYPE, contentType);
    long policy = PolicyRevision.current();
    if (policy > 0) {
      headers.put(Headers.POLICY_REVISION, Long.toString(policy));
    }
    headers.putAll(own);
    return headers;
  }
}
