package dev.orrery.kit.access.policy;

import dev.orrery.kit.access.policy.condition.Condition;
import dev.orrery.kit.access.policy.condition.LabelCondition;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Collects what one subject may see at one moment, binding by binding.
final class Seeing {
  private final Snapshot snapshot;
  private final String subject;
  private final Instant now;
  private final Reach.Growing always = new Reach.Growing();
  private final Map<LabelCondition, Reach.Growing> sometimes = new LinkedHashMap<>();

  Seeing(Snapshot snapshot, String subject, Instant now) {
    this.snapshot = snapshot;
    this.subject = subject;
    this.now = now;
  }

  void add(Binding binding) {
    @Nullable Condition condition = binding.condition;
    if (condition == null) {
      always.add(snapshot, binding);
      return;
    }
    LabelCondition left = condition.given(subject, now);
    if (left.isAlways()) {
      always.add(snapshot, binding);
    } else if (!left.isNever()) {
      sometimes.computeIfAbsent(left, _ -> new Reach.Growing()).add(snapshot, binding);
    }
  }

  Visible visible() {
    Reach reach = always.reach();
    List<Visible.Conditional> conditional =
        sometimes.entrySet().stream()
            .map(each -> new Visible.Conditional(each.getValue().reach(), each.getKey()))
            .filter(each -> !each.reach().isEmpty())
            .toList();
    return reach.isEmpty() && conditional.isEmpty()
        ? new Visible.Nothing()
        : new Visible.Some(reach, conditional);
  }
}
