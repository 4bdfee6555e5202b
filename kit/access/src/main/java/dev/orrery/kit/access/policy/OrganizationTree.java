package dev.orrery.kit.access.policy;

import dev.orrery.kit.access.policy.fact.PolicyFact;
import dev.orrery.kit.access.policy.fact.Stamp;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The tree of organizations, as the thread that changes the policy keeps it.
final class OrganizationTree {
  private final Names names;
  private final List<OrganizationRecord> records = new ArrayList<>();
  private final Set<OrganizationRecord> changed = new HashSet<>();
  private final Slots<Organization> slots = new Slots<>();
  private int known;

  OrganizationTree(Names names) {
    this.names = names;
  }

  OrganizationRecord of(UUID id) {
    int number = names.find(id);
    if (number == Names.UNKNOWN) {
      number = records.size();
      records.add(new OrganizationRecord(id, number));
      names.put(id, number);
    }
    return records.get(number);
  }

  boolean take(PolicyFact.Organization fact) {
    return change(
        of(fact.organization().uuid()),
        fact.stamp(),
        true,
        fact.parent() == null ? null : of(fact.parent().uuid()));
  }

  boolean remove(UUID id, Stamp stamp) {
    return change(of(id), stamp, false, null);
  }

  private boolean change(
      OrganizationRecord record, Stamp stamp, boolean known, @Nullable OrganizationRecord parent) {
    if (!stamp.isAfter(record.heard)) {
      return false;
    }
    touch(record.parent);
    touch(parent);
    record.heard = stamp;
    this.known += (known ? 1 : 0) - (record.known ? 1 : 0);
    record.known = known;
    record.moveBelow(parent);
    changed.add(record);
    return true;
  }

  private void touch(@Nullable OrganizationRecord record) {
    if (record != null) {
      changed.add(record);
    }
  }

  /// How many organizations there are.
  int size() {
    return known;
  }

  /// What lies below a changed organization has changed, too: its ancestry.
  Slots.View<Organization> view() {
    Set<OrganizationRecord> stale = new HashSet<>(changed);
    Deque<OrganizationRecord> next = new ArrayDeque<>(changed);
    while (!next.isEmpty()) {
      for (OrganizationRecord child : next.remove().children) {
        if (stale.add(child)) {
          next.add(child);
        }
      }
    }
    stale.forEach(record -> slots.set(record.number, record.known ? record.organization() : null));
    changed.clear();
    return slots.view();
  }
}
