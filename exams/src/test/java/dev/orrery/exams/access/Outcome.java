package dev.orrery.exams.access;

/// What somebody got.
enum Outcome {
  /// It was shown or done.
  GRANTED,
  /// As if there were nothing: null, an empty list, or `NOT_FOUND`.
  ABSENT,
  /// It is there, but not for them to change: `FORBIDDEN`.
  FORBIDDEN,
  /// They did not prove who they are: `UNAUTHENTICATED`.
  UNAUTHENTICATED,
  /// Anything else: the row itself is wrong.
  ODD
}
