package dev.orrery.kit.access.policy;

import dev.orrery.kit.access.policy.fact.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An organization as the thread that changes the policy keeps it.
final class OrganizationRecord {
  final UUID id;
  final int number;
  Stamp heard = Stamp.NEVER;
  boolean known;
  @Nullable OrganizationRecord parent;
  final List<OrganizationRecord> children = new ArrayList<>();

  OrganizationRecord(UUID id, int number) {
    this.id = id;
    this.number = number;
  }

  void moveBelow(@Nullable OrganizationRecord other) {
    if (parent != null) {
      parent.children.remove(this);
    }
    parent = other;
    if (other != null) {
      other.children.add(this);
    }
  }

  Organization organization() {
    return new Organization(
        id,
        number,
        ancestry().stream().mapToInt(each -> Scope.ofOrganization(each.number)).toArray(),
        children.stream().filter(child -> child.known).mapToInt(child -> child.number).toArray());
  }

  /// Up to the top, to one that nobody has told of, or once around.
  private List<OrganizationRecord> ancestry() {
    List<OrganizationRecord> chain = new ArrayList<>();
    @Nullable OrganizationRecord next = this;
    while (next != null && next.known && !chain.contains(next)) {
      chain.add(next);
      next = next.parent;
    }
    return chain;
  }
}
