package dev.orrery.launcher.events;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a moment as people type it.
final class Moment {
  private static final Pattern AGO = Pattern.compile("(\\d{1,6})(s|m|h|d)");

  private Moment() {}

  /// `90s`, `10m`, `2h` or `7d` before now; `now`; a date, which begins at midnight UTC; or RFC
  /// 3339.
  ///
  /// @throws WrongCall when it is none of these
  static Instant parse(String option, String text, Instant now) {
    if (text.equals("now")) {
      return now;
    }
    Matcher ago = AGO.matcher(text);
    if (ago.matches()) {
      long count = Long.parseLong(ago.group(1));
      return now.minus(
          switch (ago.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
          });
    }
    try {
      return text.length() == 10
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException neither) {
      throw new WrongCall(
          "%s %s is no moment: write 90s, 10m, 2h, 7d, now, 2026-11-21 or 2026-11-21T03:00:00Z"
              .formatted(option, text));
    }
  }
}
