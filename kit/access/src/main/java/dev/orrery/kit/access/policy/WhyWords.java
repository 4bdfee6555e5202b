package dev.orrery.kit.access.policy;

import dev.orrery.kit.access.Target;
import dev.orrery.kit.access.policy.fact.ActionPattern;
import dev.orrery.kit.access.policy.fact.DeclaredAction;
import dev.orrery.kit.ids.TypeId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Explanations in words.
///
/// @param named how an id is to be written
record WhyWords(Function<TypeId, String> named) {

  List<String> of(Why.Granted granted) {
    List<String> steps = new ArrayList<>();
    List<TypeId> subjects = granted.by().subjects();
    for (int i = 1; i < subjects.size(); i++) {
      steps.add("%s is in %s".formatted(name(subjects.get(i - 1)), name(subjects.get(i))));
    }
    steps.add(sentence(granted.by()));
    steps.add(
        "%s allows %s%s"
            .formatted(
                granted.by().roleName(),
                granted.action().name(),
                granted.by().actions().isEmpty()
                    ? ", which is granted to " + granted.action().grantedTo()
                    : granted.by().actions().stream()
                        .map(ActionPattern::text)
                        .collect(Collectors.joining(", ", ": it has ", ""))));
    List<TypeId> places = granted.places();
    for (int i = places.size() - 1; i > 0; i--) {
      steps.add("%s is a part of %s".formatted(name(places.get(i - 1)), name(places.get(i))));
    }
    Target target = granted.target();
    if (target.project() != null || target.resource() != null) {
      steps.add("%s lies in %s".formatted(narrowest(target), name(places.getFirst())));
    }
    return List.copyOf(steps);
  }

  List<String> of(Why.Denied denied) {
    List<String> steps = new ArrayList<>();
    @Nullable String obstacle = denied.obstacle();
    if (obstacle != null) {
      steps.add(obstacle);
    }
    denied
        .nearest()
        .forEach(each -> steps.add(sentence(each.binding()) + ", which " + each.reason()));
    @Nullable DeclaredAction missing = denied.missing();
    steps.add(
        missing == null
            ? "missing: what no binding gives"
            : "missing: a binding of %s, or of a role with '%s', on %s or above"
                .formatted(missing.grantedTo(), missing.name(), narrowest(denied.target())));
    return List.copyOf(steps);
  }

  private String narrowest(Target target) {
    @Nullable UUID resource = target.resource();
    if (resource != null) {
      return name(new TypeId("resource", resource));
    }
    @Nullable UUID project = target.project();
    return name(
        project == null ? new TypeId("org", target.organization()) : new TypeId("proj", project));
  }

  private String sentence(Why.Reaching binding) {
    return "%s gives %s the role %s on %s%s%s"
        .formatted(
            binding.binding(),
            name(binding.subjects().getLast()),
            binding.roleName(),
            name(binding.scope()),
            binding.expiresAt() == null ? "" : ", until " + binding.expiresAt(),
            binding.condition() == null ? "" : ", where " + binding.condition());
  }

  private String name(TypeId id) {
    return named.apply(id);
  }
}
