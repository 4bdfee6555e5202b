package dev.orrery.kit.access.policy;

import dev.orrery.kit.access.policy.fact.Stamp;
import dev.orrery.kit.ids.TypeId;
import java.util.Arrays;

/// A user, service account or group, as the thread that changes the policy keeps it.
final class PrincipalRecord {
  final TypeId id;
  final int number;
  Stamp heard = Stamp.NEVER;
  boolean active;
  boolean providerAccount;
  boolean dirty;

  /// Whom a group holds.
  int[] members = {};

  private int[] groups = {};
  private Binding[] bindings = {};
  private int size;

  PrincipalRecord(TypeId id, int number) {
    this.id = id;
    this.number = number;
  }

  boolean isGroup() {
    return id.prefix().equals("grp");
  }

  void join(int group) {
    int[] more = Arrays.copyOf(groups, groups.length + 1);
    more[groups.length] = group;
    groups = more;
  }

  void leave(int group) {
    groups = Arrays.stream(groups).filter(each -> each != group).toArray();
  }

  void add(Binding binding) {
    if (size == bindings.length) {
      bindings = Arrays.copyOf(bindings, Math.max(2, size + (size >> 1)));
    }
    binding.position = size;
    bindings[size++] = binding;
  }

  @SuppressWarnings("NullAway") // the place beyond the last one holds nothing
  void remove(Binding binding) {
    Binding last = bindings[--size];
    bindings[binding.position] = last;
    last.position = binding.position;
    bindings[size] = null;
  }

  Principal principal() {
    return new Principal(id, active, providerAccount, groups, Grants.of(bindings, size));
  }
}
