package dev.orrery.kit.subgraph.error;

import java.util.Map;

/// An expected refusal: a value that holds what its message needs, and nothing else.
///
/// Features declare theirs as sealed interfaces of records; exceptions are for bugs and outages.
public interface DomainError {
  ErrorCode code();

  /// Names the input and, where there is one, the fix.
  String message();

  /// Whether somebody wanted what is not theirs. A mistake in what was written is no denial.
  default boolean isDenial() {
    return code() == ErrorCode.FORBIDDEN || code() == ErrorCode.NOT_FOUND;
  }

  /// More members for `extensions`, for programs.
  default Map<String, Object> details() {
    return Map.of();
  }
}
