package dev.orrery.handlers.jobs;

import org.jspecify.annotations.Nullable;

/// What a job needs of an address's events.
///
/// @param address absent when none could be allocated
/// @param code why none could be
record AddressSnapshot(@Nullable String address, @Nullable String code, @Nullable String message) {}
