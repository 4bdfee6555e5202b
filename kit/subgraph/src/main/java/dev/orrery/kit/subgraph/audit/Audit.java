package dev.orrery.kit.subgraph.audit;

import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.events.Outbox;
import dev.orrery.kit.events.OutgoingMessage;
import dev.orrery.kit.ids.TypeId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Who was granted what, and who was denied it, in the stream `AUDIT`: `audit.<subgraph>.<granted
/// or denied>.<organization or ->`.
///
/// It tells ids alone, and nothing else that the client wrote. What is granted is told here only
/// where no change event says it, and names its actor: for passwords, secrets and keys.
@ApplicationScoped
public class Audit {
  private final Outbox outbox;
  private final String subgraph;

  Audit(Outbox outbox, @ConfigProperty(name = "orrery.subgraph.name") String subgraph) {
    this.outbox = outbox;
    this.subgraph = subgraph;
  }

  /// Tells of a change, in the transaction that makes it.
  ///
  /// @param operation the mutation
  public void granted(
      Transaction transaction,
      Viewer viewer,
      String operation,
      @Nullable TypeId organization,
      List<TypeId> ids) {
    tell(
        transaction,
        "GRANTED",
        Map.of(),
        viewer,
        operation,
        organization,
        ids.stream().map(TypeId::toString).toList());
  }

  /// Tells of a change that was not made.
  ///
  /// @param code the one that the client gets
  /// @param ids that were named, as they were written
  public void denied(
      Transaction transaction,
      Viewer viewer,
      String operation,
      String code,
      @Nullable TypeId organization,
      List<String> ids) {
    tell(transaction, "DENIED", Map.of("code", code), viewer, operation, organization, ids);
  }

  private void tell(
      Transaction transaction,
      String outcome,
      Map<String, String> why,
      Viewer viewer,
      String operation,
      @Nullable TypeId organization,
      List<String> ids) {
    @Nullable String where = organization == null ? null : organization.toString();
    String id = TypeId.generate("evt").toString();
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("id", id);
    body.put("time", Instant.now().truncatedTo(ChronoUnit.MICROS).toString());
    body.put("outcome", outcome);
    body.putAll(why);
    body.put("actor", viewer.subject());
    body.put("operation", operation);
    body.put("organization", where);
    body.put("ids", ids);
    outbox.append(
        transaction,
        OutgoingMessage.of(
            "audit.%s.%s.%s"
                .formatted(subgraph, outcome.toLowerCase(Locale.ROOT), where == null ? "-" : where),
            id,
            body));
  }
}
