package dev.orrery.kit.access.policy;

import dev.orrery.kit.ids.TypeId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A user, service account or group, as a snapshot of the policy has it.
final class Principal {
  final TypeId id;

  /// Whether it is known and may do something; a group that is not there holds nobody.
  final boolean active;

  final boolean providerAccount;

  /// Those that it is directly in.
  final int[] groups;

  final Grants grants;

  /// Remembered by whoever asks first. Racing readers write equal values.
  private @Nullable Closure closure;

  Principal(TypeId id, boolean active, boolean providerAccount, int[] groups, Grants grants) {
    this.id = id;
    this.active = active;
    this.providerAccount = providerAccount;
    this.groups = groups;
    this.grants = grants;
  }

  /// What it has itself and by every group that contains it, directly or through others.
  ///
  /// @param era changes with the membership or the bindings of any group
  Closure closure(Slots.View<Principal> principals, long era) {
    @Nullable Closure known = closure;
    if (known == null || known.era() != era) {
      known = Closure.of(era, collect(principals));
      closure = known;
    }
    return known;
  }

  private List<Grants> collect(Slots.View<Principal> principals) {
    List<Grants> found = new ArrayList<>();
    walk(
        principals,
        principal -> {
          if (principal.grants != Grants.NONE) {
            found.add(principal.grants);
          }
        });
    return found;
  }

  /// Visits itself and then, nearer ones first, every group that contains it; each once, however
  /// they contain one another.
  void walk(Slots.View<Principal> principals, Consumer<Principal> visitor) {
    Set<Principal> seen = new HashSet<>();
    Queue<Principal> next = new ArrayDeque<>();
    seen.add(this);
    next.add(this);
    while (!next.isEmpty()) {
      Principal principal = next.remove();
      visitor.accept(principal);
      for (int number : principal.groups) {
        @Nullable Principal group = principals.get(number);
        if (group != null && group.active && seen.add(group)) {
          next.add(group);
        }
      }
    }
  }
}
