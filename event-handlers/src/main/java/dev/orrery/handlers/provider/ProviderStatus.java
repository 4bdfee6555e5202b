package dev.orrery.handlers.provider;

/// Whether a provider can be counted on.
enum ProviderStatus {
  READY,
  /// Silent for too long. Its orders wait.
  UNREACHABLE
}
