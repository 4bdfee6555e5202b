package dev.orrery.kit.subgraph.resource;

import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/// Finds rows of other tables that still need a row, a few of each.
public final class Blocking implements Resources.Blockers<ResourceRow> {
  private static final int NAMED_AT_MOST = 10;

  private final List<Place> places;

  private record Place(String prefix, String table, String column) {}

  private Blocking(List<Place> places) {
    this.places = List.copyOf(places);
  }

  public static Blocking none() {
    return new Blocking(List.of());
  }

  /// @param prefix of the ids of the rows that may refer to it
  /// @param column their foreign key
  public static Blocking rows(String prefix, String table, String column) {
    return none().and(prefix, table, column);
  }

  public Blocking and(String prefix, String table, String column) {
    List<Place> more = new ArrayList<>(places);
    more.add(new Place(prefix, table, column));
    return new Blocking(more);
  }

  @Override
  public List<TypeId> of(Transaction transaction, ResourceRow row) {
    List<TypeId> found = new ArrayList<>();
    for (Place place : places) {
      transaction
          .rows(
              Sql.of(
                      "select id from %s where %s = :id order by id limit %d"
                          .formatted(place.table(), place.column(), NAMED_AT_MOST))
                  .with("id", row.id()))
          .forEach(child ->
              found.add(new TypeId(place.prefix(), (UUID) Objects.requireNonNull(child[0]))));
    }
    return found;
  }
}
