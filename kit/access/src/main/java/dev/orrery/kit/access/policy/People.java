package dev.orrery.kit.access.policy;

import dev.orrery.kit.access.policy.fact.PolicyFact;
import dev.orrery.kit.access.policy.fact.Stamp;
import dev.orrery.kit.ids.TypeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Users, service accounts and groups, as the thread that changes the policy keeps them.
final class People {
  private final KnownNames names;
  private final List<PrincipalRecord> records = new ArrayList<>();
  private final List<PrincipalRecord> changed = new ArrayList<>();
  private final Slots<Principal> slots = new Slots<>();
  private long era;

  People(KnownNames names) {
    this.names = names;
  }

  PrincipalRecord of(TypeId id) {
    Names known = names.principals(id);
    int number = known.find(id.uuid());
    if (number == Names.UNKNOWN) {
      number = records.size();
      records.add(new PrincipalRecord(id, number));
      known.put(id.uuid(), number);
    }
    return records.get(number);
  }

  PrincipalRecord of(int number) {
    return records.get(number);
  }

  boolean take(PolicyFact.Subject fact) {
    PrincipalRecord record = of(fact.who());
    if (!fact.stamp().isAfter(record.heard)) {
      return false;
    }
    record.heard = fact.stamp();
    record.active = fact.active();
    record.providerAccount = fact.providerAccount();
    touch(record);
    return true;
  }

  boolean take(PolicyFact.Group fact) {
    PrincipalRecord record = of(fact.group());
    if (!fact.stamp().isAfter(record.heard)) {
      return false;
    }
    record.heard = fact.stamp();
    record.active = true;
    fill(record, fact.members().stream().mapToInt(member -> of(member).number).toArray());
    touch(record);
    return true;
  }

  boolean remove(TypeId id, Stamp stamp) {
    PrincipalRecord record = of(id);
    if (!stamp.isAfter(record.heard)) {
      return false;
    }
    record.heard = stamp;
    record.active = false;
    fill(record, new int[0]);
    touch(record);
    return true;
  }

  private void fill(PrincipalRecord group, int[] members) {
    Set<Integer> before = numbers(group.members);
    Set<Integer> after = numbers(members);
    for (int left : before) {
      if (!after.contains(left)) {
        of(left).leave(group.number);
        touch(of(left));
      }
    }
    for (int joined : after) {
      if (!before.contains(joined)) {
        of(joined).join(group.number);
        touch(of(joined));
      }
    }
    group.members = after.stream().mapToInt(Integer::intValue).toArray();
  }

  private static Set<Integer> numbers(int[] numbers) {
    Set<Integer> set = new HashSet<>(2 * numbers.length);
    Arrays.stream(numbers).forEach(set::add);
    return set;
  }

  void touch(PrincipalRecord record) {
    if (!record.dirty) {
      record.dirty = true;
      changed.add(record);
    }
  }

  Slots.View<Principal> view() {
    boolean groups = false;
    for (PrincipalRecord record : changed) {
      groups |= record.isGroup();
      record.dirty = false;
      slots.set(record.number, record.principal());
    }
    era += groups ? 1 : 0;
    changed.clear();
    return slots.view();
  }

  /// Changes whenever what a group holds or has been given did, so that remembered closures of
  /// principals are found to be old.
  long era() {
    return era;
  }
}
