package dev.orrery.kit.subgraph.error;

/// The stable codes of `extensions.code`. Clients branch on them; messages are for people and may
/// change.
public enum ErrorCode {
  NOT_FOUND,
  FORBIDDEN,
  UNAUTHENTICATED,
  INVALID_ARGUMENT,
  CONFLICT,
  ALREADY_EXISTS,
  IDEMPOTENCY_KEY_REUSED,
  QUOTA_EXCEEDED,
  POOL_EXHAUSTED,
  PROVIDER_HAS_NO_KEY,
  UNAVAILABLE,
  TIMEOUT,
  INTERNAL
}
