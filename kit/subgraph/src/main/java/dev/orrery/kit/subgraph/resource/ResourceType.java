package dev.orrery.kit.subgraph.resource;

import dev.orrery.kit.access.policy.Columns;
import dev.orrery.kit.subgraph.error.CommonError.AlreadyExists;
import dev.orrery.kit.subgraph.error.DomainError;
import dev.orrery.kit.subgraph.page.Column;
import dev.orrery.kit.subgraph.page.OrderKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the kit must know of a kind of resource to list, filter, order, find, change and announce
/// it.
///
/// Immutable; each method answers a copy that knows more.
///
/// @param name the graph's type: `Site`
/// @param plural the root field that lists them: `sites`
/// @param event the word for it in events' subjects and types: `site`
/// @param authority who may change or delete one that they see
/// @param columns the fields of its filter
/// @param orders the values of its order enum
/// @param refusals what a violated constraint of its table means
public record ResourceType<R extends Row>(
    String name,
    String plural,
    String prefix,
    String table,
    Class<R> row,
    String event,
    Visibility visibility,
    Authority<? super R> authority,
    Map<String, Column> columns,
    Map<String, OrderKey> orders,
    Map<String, DomainError> refusals) {

  public ResourceType {
    columns = Map.copyOf(columns);
    orders = Map.copyOf(orders);
    refusals = Map.copyOf(refusals);
  }

  /// A kind with the columns of [ResourceHeader]; its table is named as its event is.
  public static <R extends ResourceRow> ResourceType<R> of(
      String name, String plural, String prefix, String table, Class<R> row) {
    Map<String, Column> columns =
        Map.of(
            "id", Column.reference("id", prefix),
            "name", Column.text("name"),
            "organization", Column.reference("organization_id", "org"),
            "project", Column.reference("project_id", "proj"),
            "status", Column.choice("status"),
            "createdAt", Column.moment("created_at"),
            "updatedAt", Column.moment("updated_at"));
    Map<String, OrderKey> orders =
        Map.of(
            "NAME", new OrderKey("name", "text", false),
            "CREATED_AT", new OrderKey("created_at", "timestamptz", false),
            "UPDATED_AT", new OrderKey("updated_at", "timestamptz", false));
    return new ResourceType<>(
        name,
        plural,
        prefix,
        table,
        row,
        name.toLowerCase(java.util.Locale.ROOT),
        Visibility.of(name.toLowerCase(java.util.Locale.ROOT) + ".read", Columns.of("t")),
        Authority.byPolicy(),
        columns,
        orders,
        Map.of());
  }

  /// A kind without these columns, ordered by the moment of creation alone until it is told more.
  public static <R extends Row> ResourceType<R> bare(
      String name,
      String plural,
      String prefix,
      String table,
      Class<R> row,
      Visibility visibility) {
    return new ResourceType<>(
        name,
        plural,
        prefix,
        table,
        row,
        name.toLowerCase(java.util.Locale.ROOT),
        visibility,
        Authority.ofNobody(),
        Map.of(
            "id", Column.reference("id", prefix),
            "createdAt", Column.moment("created_at"),
            "updatedAt", Column.moment("updated_at")),
        Map.of(
            "CREATED_AT", new OrderKey("created_at", "timestamptz", false),
            "UPDATED_AT", new OrderKey("updated_at", "timestamptz", false)),
        Map.of());
  }

  public ResourceType<R> filter(String field, Column column) {
    return new ResourceType<>(
        name,
        plural,
        prefix,
        table,
        row,
        event,
        visibility,
        authority,
        with(columns, field, column),
        orders,
        refusals);
  }

  /// @param sqlType the column's type in PostgreSQL; the column must not be null
  public ResourceType<R> order(String value, String column, String sqlType) {
    return new ResourceType<>(
        name,
        plural,
        prefix,
        table,
        row,
        event,
        visibility,
        authority,
        columns,
        with(orders, value, new OrderKey(column, sqlType, false)),
        refusals);
  }

  public ResourceType<R> visible(Visibility condition) {
    return new ResourceType<>(
        name, plural, prefix, table, row, event, condition, authority, columns, orders, refusals);
  }

  /// Who may change or delete one, where that is no matter of actions alone.
  public ResourceType<R> changedBy(Authority<? super R> people) {
    return new ResourceType<>(
        name, plural, prefix, table, row, event, visibility, people, columns, orders, refusals);
  }

  /// What a mutation does, in the words of rights: `startInstance` does `instance.start`, and one
  /// that is not named so, such as `addGroupMembers`, does `group.update`.
  public String action(String mutation) {
    String verb =
        mutation.endsWith(name)
            ? mutation.substring(0, mutation.length() - name.length())
            : "update";
    return "%s.%s".formatted(event, verb);
  }

  /// @param rule what must be unique, such as "a site's name in its region"
  public ResourceType<R> unique(String constraint, String rule) {
    return refuses(constraint, new AlreadyExists(rule));
  }

  public ResourceType<R> refuses(String constraint, DomainError meaning) {
    return new ResourceType<>(
        name,
        plural,
        prefix,
        table,
        row,
        event,
        visibility,
        authority,
        columns,
        orders,
        with(refusals, constraint, meaning));
  }

  /// The name as it stands in a sentence and as the root field of one: `site`, `ipAddress`.
  public String singular() {
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  /// Begins a statement whose rows are this kind's entities: `select t.id, ... from site t`.
  public String select() {
    return "select %s from %s t".formatted(MappedColumns.of(row), table);
  }

  OrderKey orderKey(String value) {
    return Objects.requireNonNull(
        orders.get(value), () -> "%s cannot be ordered by %s".formatted(name, value));
  }

  @Nullable DomainError refusal(String constraint) {
    return refusals.get(constraint);
  }

  private static <V> Map<String, V> with(Map<String, V> map, String key, V value) {
    Map<String, V> more = new LinkedHashMap<>(map);
    more.put(key, value);
    return more;
  }
}
