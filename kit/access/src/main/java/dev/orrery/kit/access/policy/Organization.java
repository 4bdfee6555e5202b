package dev.orrery.kit.access.policy;

import java.util.UUID;

/// An organization in a snapshot of the policy.
///
/// @param scopes its own scope, that of its parent, and so on to the top of its tree
/// @param children the numbers of those directly below it
record Organization(UUID id, int number, int[] scopes, int[] children) {}
