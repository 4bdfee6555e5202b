package dev.orrery.kit.access.policy;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One question in numbers, for one snapshot.
final class Asking {
  private final Snapshot snapshot;
  private final boolean byProvider;
  private final int action;
  private final Organization organization;
  private final int project;
  private final int resource;
  private final long nowMicros;
  private final Instant now;
  private final String subject;
  private final Map<String, String> labels;

  Asking(
      Snapshot snapshot,
      boolean byProvider,
      int action,
      Organization organization,
      int project,
      int resource,
      String subject,
      Map<String, String> labels,
      Instant now) {
    this.snapshot = snapshot;
    this.byProvider = byProvider;
    this.action = action;
    this.organization = organization;
    this.project = project;
    this.resource = resource;
    this.nowMicros = Binding.micros(now);
    this.now = now;
    this.subject = subject;
    this.labels = labels;
  }

  /// Whether something bound to that scope has a say here.
  boolean concerns(int scope) {
    if (scope == resource || scope == project) {
      return scope != Scope.NONE;
    }
    for (int each : organization.scopes()) {
      if (each == scope) {
        return true;
      }
    }
    return false;
  }

  int scopeCount() {
    return organization.scopes().length + 2;
  }

  /// Every scope that has a say; some may be [Scope#NONE].
  int scope(int index) {
    return switch (index) {
      case 0 -> resource;
      case 1 -> project;
      default -> organization.scopes()[index - 2];
    };
  }

  boolean isIn(int roleNumber) {
    @Nullable Role role = snapshot.role(roleNumber);
    return role != null && role.grants(action, byProvider);
  }

  private boolean liesIn(Binding binding) {
    return binding.organization == organization.number()
        && (binding.project == Names.UNKNOWN || Scope.ofProject(binding.project) == project);
  }

  boolean liesWhereItMust(Binding binding) {
    return Scope.isOrganization(binding.scope) || liesIn(binding);
  }

  /// How far above the target something lies: 0 for the target's own resource.
  int distance(int scope) {
    for (int i = 0; i < scopeCount(); i++) {
      if (scope(i) == scope) {
        return i;
      }
    }
    return scopeCount();
  }

  /// A project or a resource counts where the binding says that it lies: nobody can bind what lies
  /// in another organization by naming its id.
  boolean isMetBy(Binding binding) {
    return liesWhereItMust(binding)
        && !binding.isExpired(nowMicros)
        && (binding.condition == null || binding.condition.holds(subject, labels, now));
  }
}
