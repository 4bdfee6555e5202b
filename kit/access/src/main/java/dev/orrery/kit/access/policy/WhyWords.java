package dev.orrery.kit.access.policy;

import dev.orrery.kit.ids.TypeId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Explanations in words.
final class WhyWords {
  private WhyWords() {}

  static List<String> of(Why.Granted granted) {
    List<String> steps = new ArrayList<>();
    List<TypeId> subjects = granted.by().subjects();
    for (int i = 1; i < subjects.size(); i++) {
      steps.add("%s is in %s".formatted(subjects.get(i - 1), subjects.get(i)));
    }
    steps.add(sentence(granted.by()));
    steps.add(
        "%s allows %s, which is granted to %s"
            .formatted(
                granted.by().roleName(), granted.action().name(), granted.action().grantedTo()));
    for (int i = granted.places().size() - 1; i > 0; i--) {
      steps.add(
          "%s is a part of %s".formatted(granted.places().get(i - 1), granted.places().get(i)));
    }
    return List.copyOf(steps);
  }

  static List<String> of(Why.Denied denied) {
    List<String> steps = new ArrayList<>();
    @Nullable String obstacle = denied.obstacle();
    if (obstacle != null) {
      steps.add(obstacle);
    }
    denied
        .nearest()
        .forEach(each -> steps.add(sentence(each.binding()) + ", which " + each.reason()));
    steps.add("missing: " + denied.missing());
    return List.copyOf(steps);
  }

  private static String sentence(Why.Reaching binding) {
    return "%s gives %s the role %s on %s%s%s"
        .formatted(
            binding.binding(),
            binding.subjects().getLast(),
            binding.roleName(),
            binding.scope(),
            binding.expiresAt() == null ? "" : ", until " + binding.expiresAt(),
            binding.condition() == null ? "" : ", where " + binding.condition());
  }
}
