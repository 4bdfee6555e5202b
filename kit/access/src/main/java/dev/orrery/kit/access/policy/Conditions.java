package dev.orrery.kit.access.policy;

import dev.orrery.kit.access.policy.condition.Condition;
import dev.orrery.kit.access.policy.condition.ConditionRefused;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The conditions of bindings, each text read once, for as long as a binding has it.
final class Conditions {
  private static final Logger LOG = Logger.getLogger(Conditions.class);

  /// By their own texts: a condition that nobody holds any more takes its key along.
  private final Map<String, WeakReference<Condition>> known = new WeakHashMap<>();

  private long unusable;

  /// What makes no sense here never holds, whoever let it in.
  Condition of(String text) {
    @Nullable WeakReference<Condition> before = known.get(text);
    @Nullable Condition condition = before == null ? null : before.get();
    if (condition == null) {
      condition = read(text);
      known.remove(text);
      known.put(condition.text(), new WeakReference<>(condition));
    }
    return condition;
  }

  private Condition read(String text) {
    try {
      return Condition.parse(text);
    } catch (ConditionRefused senseless) {
      unusable++;
      LOG.errorf(
          "A condition makes no sense, so that it never holds: %s (%s)",
          text, senseless.getMessage());
      return Condition.never(text);
    }
  }

  long unusable() {
    return unusable;
  }
}
