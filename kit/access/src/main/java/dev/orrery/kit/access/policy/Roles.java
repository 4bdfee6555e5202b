package dev.orrery.kit.access.policy;

import dev.orrery.kit.access.policy.fact.PolicyFact;
import dev.orrery.kit.access.policy.fact.Stamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Roles and the actions they contain, as the thread that changes the policy keeps them.
final class Roles {
  private final Map<UUID, Integer> numbers = new HashMap<>();
  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, PolicyFact.Actions> declarations = new HashMap<>();
  private final Map<String, Stamp> declared = new HashMap<>();
  private final Set<Integer> changed = new HashSet<>();
  private final Slots<Role> slots = new Slots<>();
  private Actions actions = Actions.NONE;
  private boolean actionsChanged;

  private static final class Entry {
    Stamp heard = Stamp.NEVER;
    PolicyFact.@Nullable Role fact;
  }

  int number(UUID role) {
    return numbers.computeIfAbsent(
        role,
        _ -> {
          entries.add(new Entry());
          return entries.size() - 1;
        });
  }

  boolean take(UUID role, Stamp stamp, PolicyFact.@Nullable Role fact) {
    int number = number(role);
    Entry entry = entries.get(number);
    if (!stamp.isAfter(entry.heard)) {
      return false;
    }
    entry.heard = stamp;
    entry.fact = fact;
    changed.add(number);
    return true;
  }

  /// Services need not number what they declare, so of two words of one version the later holds.
  ///
  /// @param fact null when the service is no more
  boolean declare(String service, Stamp stamp, PolicyFact.@Nullable Actions fact) {
    if (declared.getOrDefault(service, Stamp.NEVER).isAfter(stamp)) {
      return false;
    }
    declared.put(service, stamp);
    if (fact == null) {
      declarations.remove(service);
    } else {
      declarations.put(service, fact);
    }
    actionsChanged = true;
    return true;
  }

  Actions actions() {
    if (actionsChanged) {
      actionsChanged = false;
      actions = Actions.of(declarations.values());
      changed.addAll(numbers.values());
    }
    return actions;
  }

  Slots.View<Role> view() {
    Actions current = actions();
    for (int number : changed) {
      PolicyFact.@Nullable Role fact = entries.get(number).fact;
      slots.set(number, fact == null ? null : Role.of(fact, current));
    }
    changed.clear();
    return slots.view();
  }
}
