package dev.orrery.kit.subgraph.page;

import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import dev.orrery.kit.subgraph.error.RefusedException;
import dev.orrery.kit.subgraph.resource.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Walks a list by its order keys and, last, the id, which makes every place unique.
///
/// Source: M. Winand, [No Offset](https://use-the-index-luke.com/no-offset). A backward page is
/// read in the reversed order and turned round.
public final class Seek {
  private static final OrderKey ID = new OrderKey("id", "uuid", false);

  private final String list;
  private final List<OrderKey> keys;

  private Seek(String list, List<OrderKey> keys) {
    this.list = list;
    this.keys = keys;
  }

  public static Seek along(String type, List<OrderKey> order, boolean backward) {
    List<OrderKey> keys = new ArrayList<>(order);
    keys.add(ID);
    String list =
        type + " by " + keys.stream().map(OrderKey::sql).collect(Collectors.joining(", "));
    return new Seek(list, backward ? keys.stream().map(OrderKey::reversed).toList() : keys);
  }

  public String orderSql() {
    return keys.stream().map(OrderKey::sql).collect(Collectors.joining(", "));
  }

  /// What lies behind the request's cursor; `true` without one.
  public String condition(Cursors cursors, PageRequest request, Parameters parameters) {
    @Nullable String cursor = request.cursor();
    if (cursor == null) {
      return "true";
    }
    String path = request.backward() ? "before" : "after";
    List<String> place = cursors.read(list, cursor, path);
    if (place.size() != keys.size()) {
      throw new RefusedException(new InvalidArgument(path, "this cursor is of another order"));
    }
    List<String> values = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      values.add(
          "cast(cast(%s as text) as %s)"
              .formatted(parameters.bind(place.get(i)), keys.get(i).type()));
    }
    return sameDirection() ? rowComparison(values) : alternatives(values);
  }

  private boolean sameDirection() {
    return keys.stream().map(OrderKey::descending).distinct().count() == 1;
  }

  /// One row comparison, which an index on the keys answers with one descent.
  private String rowComparison(List<String> values) {
    String columns =
        keys.stream().map(key -> "t." + key.column()).collect(Collectors.joining(", "));
    return "(%s) %s (%s)"
        .formatted(columns, keys.getFirst().descending() ? "<" : ">", String.join(", ", values));
  }

  private String alternatives(List<String> values) {
    List<String> alternatives = new ArrayList<>();
    StringBuilder equal = new StringBuilder();
    for (int i = 0; i < keys.size(); i++) {
      OrderKey key = keys.get(i);
      alternatives.add(
          "(%st.%s %s %s)"
              .formatted(equal, key.column(), key.descending() ? "<" : ">", values.get(i)));
      equal.append("t.%s = %s and ".formatted(key.column(), values.get(i)));
    }
    return "(" + String.join(" or ", alternatives) + ")";
  }

  /// Makes the page of the rows read, of which one more than asked for tells that there is more.
  public Page page(
      Cursors cursors, PageRequest request, List<Snapshot> read, @Nullable Long totalCount) {
    boolean more = read.size() > request.size();
    List<Snapshot> rows = more ? read.subList(0, request.size()) : read;
    List<Page.Edge> edges = new ArrayList<>();
    for (Snapshot row : request.backward() ? rows.reversed() : rows) {
      edges.add(new Page.Edge(cursors.write(list, place(row)), row));
    }
    boolean cameFromCursor = request.cursor() != null;
    return new Page(
        edges,
        request.backward() ? cameFromCursor : more,
        request.backward() ? more : cameFromCursor,
        totalCount);
  }

  private List<String> place(Snapshot row) {
    return keys.stream().map(key -> key(row, key)).toList();
  }

  private static String key(Snapshot row, OrderKey key) {
    return key.equals(ID) || key.equals(ID.reversed())
        ? TypeId.parse(row.text("id")).uuid().toString()
        : row.text(field(key.column()));
  }

  /// The graph's name of a column: `height_units` is `heightUnits`.
  private static String field(String column) {
    StringBuilder name = new StringBuilder();
    boolean upper = false;
    for (char character : column.toCharArray()) {
      if (character == '_') {
        upper = true;
      } else {
        name.append(upper ? Character.toUpperCase(character) : character);
        upper = false;
      }
    }
    return name.toString();
  }
}
