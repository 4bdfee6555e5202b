package dev.orrery.ipam.instance;

import org.jspecify.annotations.Nullable;

/// What this service needs of an instance's events.
///
/// @param prefix where its address shall come from; null when it wants none
record InstanceSnapshot(@Nullable String prefix) {}
