package dev.orrery.permissions.audit;

import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.events.Outbox;
import dev.orrery.kit.events.OutgoingMessage;
import dev.orrery.kit.ids.MalformedIdException;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.DomainError;
import dev.orrery.kit.subgraph.error.ErrorCode;
import dev.orrery.kit.subgraph.wiring.RefusalListener;
import dev.orrery.permissions.binding.BindingError;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Tells of every change of the policy that somebody was denied: `audit.permissions.denied.<org>`.
/// What was granted is told by the change's own event, which names who did it.
///
/// It tells ids alone, and nothing else that the client wrote.
@ApplicationScoped
class DeniedChanges implements RefusalListener {
  private static final int MOST_IDS = 50;

  private final Database database;
  private final Outbox outbox;

  DeniedChanges(Database database, Outbox outbox) {
    this.database = database;
    this.outbox = outbox;
  }

  @Override
  public void refused(
      Viewer viewer, String mutation, Map<String, @Nullable Object> input, DomainError why) {
    if (!isDenial(why)) {
      return;
    }
    List<String> ids =
        input.values().stream()
            .flatMap(DeniedChanges::texts)
            .filter(DeniedChanges::isId)
            .distinct()
            .limit(MOST_IDS)
            .toList();
    @Nullable Object given = input.get("organization");
    String organization = given == null ? "-" : given.toString();
    String id = TypeId.generate("evt").toString();
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("id", id);
    body.put("time", Instant.now().truncatedTo(ChronoUnit.MICROS).toString());
    body.put("outcome", "DENIED");
    body.put("code", why.code().name());
    body.put("actor", viewer.subject());
    body.put("operation", mutation);
    body.put("organization", given == null ? null : organization);
    body.put("ids", ids);
    database.inTransaction(transaction -> {
      outbox.append(
          transaction, OutgoingMessage.of("audit.permissions.denied." + organization, id, body));
      return id;
    });
  }

  /// Mistakes in what was written are no denials.
  private static boolean isDenial(DomainError why) {
    return why instanceof BindingError
        || why.code() == ErrorCode.FORBIDDEN
        || why.code() == ErrorCode.NOT_FOUND;
  }

  private static Stream<String> texts(@Nullable Object value) {
    return switch (value) {
      case String text -> Stream.of(text);
      case List<?> list -> list.stream().flatMap(DeniedChanges::texts);
      case null, default -> Stream.empty();
    };
  }

  private static boolean isId(String text) {
    try {
      return TypeId.parse(text).toString().equals(text);
    } catch (MalformedIdException _) {
      return false;
    }
  }
}
