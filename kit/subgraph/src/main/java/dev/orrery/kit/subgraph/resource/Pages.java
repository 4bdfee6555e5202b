package dev.orrery.kit.subgraph.resource;

import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.subgraph.page.Cursors;
import dev.orrery.kit.subgraph.page.LabelSelector;
import dev.orrery.kit.subgraph.page.OrderKey;
import dev.orrery.kit.subgraph.page.Page;
import dev.orrery.kit.subgraph.page.PageRequest;
import dev.orrery.kit.subgraph.page.Parameters;
import dev.orrery.kit.subgraph.page.Seek;
import dev.orrery.kit.subgraph.page.Where;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads pages of one kind of resource by keyset, the same page of many parents in one statement.
///
/// Cost: an index on the order's columns and the id serves every page alike, the thousandth as the
/// first.
public final class Pages<R extends Row> {
  private final ResourceType<R> type;
  private final Database database;
  private final Cursors cursors;

  public Pages(ResourceType<R> type, Database database, Cursors cursors) {
    this.type = type;
    this.database = database;
    this.cursors = cursors;
  }

  /// Those of the ids that exist and that the viewer may see, in one statement.
  public Map<UUID, Snapshot> findAll(Collection<UUID> ids, Viewer viewer) {
    Parameters parameters = new Parameters();
    String wanted = parameters.bind(ids.toArray(UUID[]::new));
    String visible = type.visibility().condition(viewer, parameters);
    List<R> rows =
        database.read(transaction ->
            transaction.select(
                type.row(),
                parameters.statement(
                    "%s where t.id = any(%s) and %s".formatted(type.select(), wanted, visible))));
    Map<UUID, Snapshot> found = new HashMap<>();
    rows.forEach(row -> found.put(row.id(), row.snapshot()));
    return found;
  }

  public Page page(Viewer viewer, PageRequest request) {
    Seek seek = seek(request);
    Parameters parameters = new Parameters();
    String selected = selected(viewer, request, parameters);
    String keyset = seek.condition(cursors, request, parameters);
    Sql rows =
        parameters.statement(
            "%s where %s and %s order by %s limit %s"
                .formatted(
                    type.select(),
                    selected,
                    keyset,
                    seek.orderSql(),
                    parameters.bind(request.size() + 1)));
    Found<R> found =
        database.read(transaction ->
            new Found<>(
                transaction.select(type.row(), rows),
                request.counted() ? count(transaction, viewer, request) : null));
    return seek.page(cursors, request, snapshots(found.rows()), found.total());
  }

  private static <R extends Row> List<Snapshot> snapshots(List<R> rows) {
    return rows.stream().map(Row::snapshot).toList();
  }

  private Long count(Transaction transaction, Viewer viewer, PageRequest request) {
    Parameters parameters = new Parameters();
    String selected = selected(viewer, request, parameters);
    Sql sql =
        parameters.statement(
            "select count(*) from %s t where %s".formatted(type.table(), selected));
    return ((Number) Objects.requireNonNull(transaction.rows(sql).getFirst()[0])).longValue();
  }

  /// @param parentField the field of the snapshot, and of the filter, that names the parent
  /// @return a page for each parent, empty ones included
  public Map<UUID, Page> pages(
      Viewer viewer,
      PageRequest request,
      String parentField,
      String parentColumn,
      Collection<UUID> parents) {
    Seek seek = seek(request);
    Parameters parameters = new Parameters();
    String wanted = parameters.bind(parents.toArray(UUID[]::new));
    String selected = selected(viewer, request, parameters);
    String keyset = seek.condition(cursors, request, parameters);
    Sql rows =
        parameters.statement(
            """
            select page.* from unnest(cast(%s as uuid[])) as parent(id) cross join lateral (
              %s where t.%s = parent.id and %s and %s order by %s limit %s) as page
            """
                .formatted(
                    wanted,
                    type.select(),
                    parentColumn,
                    selected,
                    keyset,
                    seek.orderSql(),
                    parameters.bind(request.size() + 1)));
    FoundByParent<R> found =
        database.read(transaction ->
            new FoundByParent<>(
                transaction.select(type.row(), rows),
                request.counted()
                    ? counts(transaction, viewer, request, parentColumn, parents)
                    : Map.of()));
    Map<UUID, List<Snapshot>> byParent = new HashMap<>();
    for (Snapshot child : snapshots(found.rows())) {
      UUID parent = child.referenceTo(parentField).uuid();
      byParent.computeIfAbsent(parent, _ -> new ArrayList<>()).add(child);
    }
    Map<UUID, Page> pages = new LinkedHashMap<>();
    for (UUID parent : parents) {
      @Nullable Long total = request.counted() ? found.totals().getOrDefault(parent, 0L) : null;
      pages.put(
          parent, seek.page(cursors, request, byParent.getOrDefault(parent, List.of()), total));
    }
    return pages;
  }

  private Map<UUID, Long> counts(
      Transaction transaction,
      Viewer viewer,
      PageRequest request,
      String parentColumn,
      Collection<UUID> parents) {
    Parameters parameters = new Parameters();
    String wanted = parameters.bind(parents.toArray(UUID[]::new));
    String selected = selected(viewer, request, parameters);
    Sql sql =
        parameters.statement(
            "select t.%s, count(*) from %s t where t.%s = any(%s) and %s group by t.%s"
                .formatted(
                    parentColumn, type.table(), parentColumn, wanted, selected, parentColumn));
    Map<UUID, Long> counts = new HashMap<>();
    for (@Nullable Object[] row : transaction.rows(sql)) {
      counts.put(
          (UUID) Objects.requireNonNull(row[0]),
          ((Number) Objects.requireNonNull(row[1])).longValue());
    }
    return counts;
  }

  private String selected(Viewer viewer, PageRequest request, Parameters parameters) {
    List<String> conditions = new ArrayList<>();
    conditions.add(type.visibility().condition(viewer, parameters));
    conditions.add(new Where(type.columns(), parameters).condition(request.where(), "where"));
    @Nullable String labels = request.labels();
    if (labels != null) {
      conditions.add(LabelSelector.condition(labels, parameters, "labels"));
    }
    return String.join(" and ", conditions);
  }

  private Seek seek(PageRequest request) {
    List<OrderKey> keys = new ArrayList<>();
    for (Map<String, @Nullable Object> order : request.orderBy()) {
      OrderKey key = type.orderKey(String.valueOf(order.get("field")));
      keys.add(
          new OrderKey(
              key.column(), key.type(), "DESC".equals(String.valueOf(order.get("direction")))));
    }
    return Seek.along(type.name(), keys, request.backward());
  }

  private record Found<R>(List<R> rows, @Nullable Long total) {}

  private record FoundByParent<R>(List<R> rows, Map<UUID, Long> totals) {}
}
