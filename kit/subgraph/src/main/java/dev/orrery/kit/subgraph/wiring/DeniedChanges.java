package dev.orrery.kit.subgraph.wiring;

import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.ids.MalformedIdException;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.audit.Audit;
import dev.orrery.kit.subgraph.error.DomainError;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Tells of every change that somebody was denied, and of the ids that were named.
@ApplicationScoped
class DeniedChanges implements RefusalListener {
  private static final int MOST_IDS = 50;

  private final Database database;
  private final Audit audit;

  DeniedChanges(Database database, Audit audit) {
    this.database = database.own();
    this.audit = audit;
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
    @Nullable TypeId organization = given == null ? null : TypeId.parse(given.toString());
    database.inTransaction(transaction -> {
      audit.denied(transaction, viewer, mutation, why.code().name(), organization, ids);
      return mutation;
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
