package dev.orrery.handlers.reconciliation;

/// How the world compares with the record.
enum SyncStatus {
  IN_SYNC,
  DRIFTED,
  CORRECTING,
  UNKNOWN
}
