package dev.orrery.kit.access.policy.condition;

/// What a clause comes to: as in CEL, an error is an answer of its own, which `&&` and `||` pass on
/// only when the other side does not decide. SQL's null behaves alike.
enum Truth {
  TRUE,
  FALSE,
  FAILED;

  static Truth of(boolean value) {
    return value ? TRUE : FALSE;
  }

  Truth not() {
    return switch (this) {
      case TRUE -> FALSE;
      case FALSE -> TRUE;
      case FAILED -> FAILED;
    };
  }

  Truth and(Truth other) {
    if (this == FALSE || other == FALSE) {
      return FALSE;
    }
    return this == FAILED || other == FAILED ? FAILED : TRUE;
  }
}
