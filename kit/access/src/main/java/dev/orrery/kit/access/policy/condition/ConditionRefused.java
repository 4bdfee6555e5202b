package dev.orrery.kit.access.policy.condition;

/// A text is no condition. The message says where and why, to whoever wrote it: `1:18: matches is
/// not among what a condition can use: ...`.
public final class ConditionRefused extends RuntimeException {
  ConditionRefused(String message) {
    super(message);
  }
}
