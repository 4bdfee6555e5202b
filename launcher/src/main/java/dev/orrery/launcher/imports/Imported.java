package dev.orrery.launcher.imports;

/// What an import did.
///
/// @param existing rows that were there already and were left alone
public record Imported(int created, int existing) {}
