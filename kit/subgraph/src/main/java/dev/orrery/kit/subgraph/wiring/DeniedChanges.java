package dev.orrery.kit.subgraph.wiring;

import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.events.Outbox;
import dev.orrery.kit.events.OutgoingMessage;
import dev.orrery.kit.ids.MalformedIdException;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.DomainError;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Tells of every change that somebody was denied: `audit.<subgraph>.denied.<org>`. What was
/// granted is told by the change's own event, which names who did it.
///
/// It tells ids alone, and nothing else that the client wrote.
@ApplicationScoped
class DeniedChanges implements RefusalListener {
  private static final int MOST_IDS = 50;

  private final Database database;
  private final String subgraph;
  private final Outbox outbox;

  DeniedChanges(
      Database database,
      Outbox outbox,
      @ConfigProperty(name = "orrery.subgraph.name") String subgraph) {
    this.database = database;
    this.subgraph = subgraph;
    this.outbox = outbox;
  }

  @Override
  public void refused(
      Viewer viewer, String mutation, Map<String, @Nullable Object> input, DomainError why) {
    if (!why.isDenial()) {
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
          transaction,
          OutgoingMessage.of("audit.%s.denied.%s".formatted(subgraph, organization), id, body));
      return id;
    });
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
