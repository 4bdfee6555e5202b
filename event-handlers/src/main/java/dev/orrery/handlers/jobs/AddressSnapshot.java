package dev.orrery.handlers.jobs;

import dev.orrery.kit.ids.TypeId;
import org.jspecify.annotations.Nullable;

/// What a job needs of an address's events.
///
/// @param instance who uses it
/// @param address absent when none could be allocated
/// @param code why none could be
record AddressSnapshot(
    @Nullable TypeId instance,
    @Nullable String address,
    @Nullable String code,
    @Nullable String message) {}
