package dev.orrery.kit.access.policy.condition;

/// How moments and numbers can be compared.
enum Order {
  EQUAL("_==_"),
  NOT_EQUAL("_!=_"),
  LESS("_<_"),
  AT_MOST("_<=_"),
  GREATER("_>_"),
  AT_LEAST("_>=_");

  /// As CEL calls it.
  final String function;

  Order(String function) {
    this.function = function;
  }

  /// @param comparison as a `Comparable` answers
  boolean holds(int comparison) {
    return switch (this) {
      case EQUAL -> comparison == 0;
      case NOT_EQUAL -> comparison != 0;
      case LESS -> comparison < 0;
      case AT_MOST -> comparison <= 0;
      case GREATER -> comparison > 0;
      case AT_LEAST -> comparison >= 0;
    };
  }

  /// The same with its sides exchanged.
  Order mirrored() {
    return switch (this) {
      case EQUAL, NOT_EQUAL -> this;
      case LESS -> GREATER;
      case AT_MOST -> AT_LEAST;
      case GREATER -> LESS;
      case AT_LEAST -> AT_MOST;
    };
  }
}
