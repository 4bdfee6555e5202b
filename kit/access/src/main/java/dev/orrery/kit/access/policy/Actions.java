package dev.orrery.kit.access.policy;

import dev.orrery.kit.access.policy.fact.ActionPattern;
import dev.orrery.kit.access.policy.fact.DeclaredAction;
import dev.orrery.kit.access.policy.fact.Level;
import dev.orrery.kit.access.policy.fact.PolicyFact;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Everything that can be done, by the declarations of all services. Never changes.
final class Actions {
  static final int UNKNOWN = -1;
  static final Actions NONE = new Actions(Map.of());

  private final Map<String, DeclaredAction> declared;
  private final Map<String, Integer> numbers = new HashMap<>();

  private Actions(Map<String, DeclaredAction> declared) {
    this.declared = declared;
    declared.keySet().stream().sorted().forEach(name -> numbers.put(name, numbers.size()));
  }

  /// Where two services declare one action, the stricter one is right, whoever comes first.
  static Actions of(Collection<PolicyFact.Actions> declarations) {
    Map<String, DeclaredAction> declared = new HashMap<>();
    for (PolicyFact.Actions service : declarations) {
      for (DeclaredAction action : service.actions()) {
        declared.merge(action.name(), action, Actions::stricter);
      }
    }
    return new Actions(declared);
  }

  int number(String action) {
    @Nullable Integer number = numbers.get(action);
    return number == null ? UNKNOWN : number;
  }

  Optional<DeclaredAction> declared(String action) {
    return Optional.ofNullable(declared.get(action));
  }

  List<DeclaredAction> all() {
    return List.copyOf(declared.values());
  }

  /// What a role contains, as bits.
  long[] of(PolicyFact.Role role) {
    long[] bits = new long[(numbers.size() + 63) / 64];
    numbers.forEach((name, number) -> {
      DeclaredAction action = declared.get(name);
      if (action != null && contains(role, action)) {
        bits[number >> 6] |= 1L << number;
      }
    });
    return bits;
  }

  private static boolean contains(PolicyFact.Role role, DeclaredAction action) {
    if (action.grantedTo() == Level.PLATFORM) {
      return false;
    }
    @Nullable Level level = role.builtIn();
    if (level != null && level.includes(action.grantedTo())) {
      return true;
    }
    for (ActionPattern pattern : role.actions()) {
      if (pattern.matches(action.name())) {
        return true;
      }
    }
    return false;
  }

  private static DeclaredAction stricter(DeclaredAction one, DeclaredAction other) {
    int order = one.grantedTo().compareTo(other.grantedTo());
    if (order != 0) {
      return order > 0 ? one : other;
    }
    return one.description().compareTo(other.description()) <= 0 ? one : other;
  }
}
