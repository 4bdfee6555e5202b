package dev.orrery.kit.access.policy;

import java.util.UUID;

/// A project in a snapshot of the policy.
///
/// @param organization the number of the one that it lies in
record Project(UUID id, int organization) {}
