package dev.orrery.kit.access.policy.fact;

import java.util.Locale;
import java.util.Optional;

/// What a message of the stream `POLICY` is about: the second token of its subject.
public enum FactKind {
  ORGANIZATION,
  PROJECT,
  SUBJECT,
  GROUP,
  ROLE,
  BINDING,
  ACTIONS;

  /// As it stands in NATS subjects.
  public String token() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Nothing for a kind that a later version may have added.
  static Optional<FactKind> of(String token) {
    for (FactKind kind : values()) {
      if (kind.token().equals(token)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
