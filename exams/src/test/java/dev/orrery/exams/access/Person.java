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
  /// May change everything in one project of the organization that this is not about.
  NEIGHBOUR,
  /// An account of a provider, in the same organization, with a role as a provider would have: it
  /// reads what it makes real and where that is, and nothing of people, rights and secrets.
  PROVIDER,
  /// Had a role in the organization, which was taken away after the token was issued.
  FORMER,
  /// Sends no token.
  NOBODY,
  /// Sends the editor's token with another signature.
  FORGER,
  /// Sends a token of the owner's that was good until an hour ago.
  EXPIRED
}
