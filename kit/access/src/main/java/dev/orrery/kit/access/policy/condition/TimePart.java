package dev.orrery.kit.access.policy.condition;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/// A part of the time in a zone, counted as CEL counts: [the
/// specification](https://github.com/google/cel-spec/blob/master/doc/langdef.md#timestamp).
enum TimePart {
  YEAR("getFullYear"),
  MONTH("getMonth"),
  DAY_OF_YEAR("getDayOfYear"),
  DAY_OF_MONTH("getDayOfMonth"),
  DATE("getDate"),
  DAY_OF_WEEK("getDayOfWeek"),
  HOURS("getHours"),
  MINUTES("getMinutes"),
  SECONDS("getSeconds");

  /// As CEL calls it.
  final String function;

  TimePart(String function) {
    this.function = function;
  }

  long of(Instant moment, ZoneId zone) {
    ZonedDateTime time = moment.atZone(zone);
    return switch (this) {
      case YEAR -> time.getYear();
      case MONTH -> time.getMonthValue() - 1;
      case DAY_OF_YEAR -> time.getDayOfYear() - 1;
      case DAY_OF_MONTH -> time.getDayOfMonth() - 1;
      case DATE -> time.getDayOfMonth();
      case DAY_OF_WEEK -> time.getDayOfWeek().getValue() % 7;
      case HOURS -> time.getHour();
      case MINUTES -> time.getMinute();
      case SECONDS -> time.getSecond();
    };
  }
}
