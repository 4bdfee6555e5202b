package dev.orrery.kit.access.policy.condition;

/// How two texts can be compared such that Java, CEL and PostgreSQL agree in every language: their
/// order is not among it.
enum Match {
  EQUAL("_==_", "%s = %s"),
  STARTS_WITH("startsWith", "starts_with(%s, %s)"),
  ENDS_WITH("endsWith", "starts_with(reverse(%s), reverse(%s))"),
  CONTAINS("contains", "strpos(%s, %s) > 0");

  /// As CEL calls it.
  final String function;

  private final String sql;

  Match(String function, String sql) {
    this.function = function;
    this.sql = sql;
  }

  boolean holds(String one, String other) {
    return switch (this) {
      case EQUAL -> one.equals(other);
      case STARTS_WITH -> one.startsWith(other);
      case ENDS_WITH -> one.endsWith(other);
      case CONTAINS -> one.contains(other);
    };
  }

  String sql(String one, String other) {
    return "(%s)".formatted(sql.formatted(one, other));
  }
}
