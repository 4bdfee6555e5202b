package dev.orrery.exams.access;

/// Who asks.
enum Person {
  /// Operates the platform.
  OPERATOR,
  OWNER,
  EDITOR,
  VIEWER,
  /// Owns another organization.
  STRANGER,
  /// Had a role in the organization, which was taken away after the token was issued.
  FORMER,
  /// Sends no token.
  NOBODY,
  /// Sends the editor's token with another signature.
  FORGER
}
