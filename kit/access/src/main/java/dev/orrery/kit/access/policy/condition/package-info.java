/// Conditions of bindings: texts in CEL (https://cel.dev), checked when they are written, answered
/// in memory, and turned into SQL. What they may say is a part of CEL that has no loops, and that
/// means the same in all three.
package dev.orrery.kit.access.policy.condition;
