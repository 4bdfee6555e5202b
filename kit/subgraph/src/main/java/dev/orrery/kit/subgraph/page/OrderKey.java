package dev.orrery.kit.subgraph.page;

/// One key of an order: a column of the table `t` that is never null, and the direction.
///
/// @param type the column's SQL type, in which a cursor's text is read back
public record OrderKey(String column, String type, boolean descending) {

  OrderKey reversed() {
    return new OrderKey(column, type, !descending);
  }

  String sql() {
    return "t.%s %s".formatted(column, descending ? "desc" : "asc");
  }
}
