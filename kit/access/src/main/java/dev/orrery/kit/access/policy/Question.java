package dev.orrery.kit.access.policy;

import dev.orrery.kit.access.Target;

/// Whether somebody may do `action` to `target`.
public record Question(String action, Target target) {}
