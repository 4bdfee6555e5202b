package dev.orrery.provider.testkit;

import dev.orrery.provider.testkit.checks.Check;
import java.time.Duration;

/// What came of a check.
///
/// @param reason empty when it passed
public record Verdict(Check check, Kind kind, String reason, Duration took) {

  public enum Kind {
    PASSED,
    FAILED,
    NOT_APPLICABLE,
    /// The testkit itself failed.
    BROKEN
  }
}
