package dev.orrery.kit.access.policy;

import dev.orrery.kit.access.Target;
import dev.orrery.kit.access.policy.condition.Condition;
import dev.orrery.kit.access.policy.fact.DeclaredAction;
import dev.orrery.kit.access.policy.fact.Level;
import dev.orrery.kit.ids.MalformedIdException;
import dev.orrery.kit.ids.TypeId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Finds out why, in one snapshot. It asks the same questions of each binding as a check does, but
/// keeps the way that led to it; nobody waits for it by the million.
final class Explaining {
  private static final int SHOWN = 10;

  private final Snapshot snapshot;
  private final String subject;
  private final String action;
  private final Target target;
  private final Instant now;
  private final boolean labelsKnown;

  /// @param labelsKnown whether the target's labels are its labels; otherwise conditions count only
  ///   if they hold whatever they are
  Explaining(
      Snapshot snapshot,
      String subject,
      String action,
      Target target,
      Instant now,
      boolean labelsKnown) {
    this.snapshot = snapshot;
    this.subject = subject;
    this.action = action;
    this.target = target;
    this.now = now;
    this.labelsKnown = labelsKnown;
  }

  /// A binding, the way to it, and what it lacks.
  private record Found(Why.Reaching reaching, Optional<String> lacks) {}

  Why why() {
    Optional<DeclaredAction> declared = snapshot.actions().declared(action);
    if (declared.isEmpty()) {
      return denied("no service has an action '%s'".formatted(action));
    }
    if (declared.get().grantedTo() == Level.PLATFORM) {
      return denied("%s is for operators of the platform alone".formatted(action));
    }
    @Nullable Principal principal = principal();
    if (principal == null || !principal.active) {
      return denied(subject + (principal == null ? " is unknown" : " is not active"));
    }
    @Nullable Organization organization = snapshot.organization(target.organization());
    @Nullable Asking asking =
        snapshot.asking(principal.providerAccount, subject, action, target, now);
    if (organization == null || asking == null) {
      return denied(new TypeId("org", target.organization()) + " is unknown");
    }
    List<Found> found = reaching(principal, asking);
    return found.stream()
        .filter(each -> each.lacks.isEmpty())
        .findFirst()
        .<Why>map(each ->
            new Why.Granted(
                each.reaching, declared.get(), target, places(organization, each.reaching)))
        .orElseGet(() -> denied(declared.get(), found));
  }

  private Why denied(String obstacle) {
    return new Why.Denied(obstacle, List.of(), null, target);
  }

  /// Groups cannot ask, but be asked about: what they hand on to whoever is in them.
  private @Nullable Principal principal() {
    try {
      TypeId id = TypeId.parse(subject);
      return switch (id.prefix()) {
        case "user", "sa", "grp" ->
            snapshot.principals().get(snapshot.names().principals(id).find(id.uuid()));
        default -> null;
      };
    } catch (MalformedIdException nobody) {
      return null;
    }
  }

  private Why denied(DeclaredAction declared, List<Found> found) {
    return new Why.Denied(
        null,
        found.stream()
            .limit(SHOWN)
            .map(each -> new Why.Short(each.reaching, each.lacks.orElseThrow()))
            .toList(),
        declared,
        target);
  }

  /// By the nearest group first, as many groups as there are in between; of one group's, those on
  /// the least first.
  private List<Found> reaching(Principal asking, Asking question) {
    List<Found> all = new ArrayList<>();
    Map<Principal, List<TypeId>> ways = new HashMap<>();
    Queue<Principal> next = new ArrayDeque<>();
    ways.put(asking, List.of(asking.id));
    next.add(asking);
    while (!next.isEmpty()) {
      Principal principal = next.remove();
      List<TypeId> way = Objects.requireNonNull(ways.get(principal));
      List<Binding> bindings = new ArrayList<>();
      principal.grants.forEach(binding -> {
        if (question.concerns(binding.scope) && question.liesWhereItMust(binding)) {
          bindings.add(binding);
        }
      });
      bindings.sort(
          Comparator.<Binding>comparingInt(each -> question.distance(each.scope))
              .thenComparing(Binding::id));
      bindings.forEach(binding -> all.add(found(binding, way, question)));
      for (int number : principal.groups) {
        @Nullable Principal group = snapshot.principals().get(number);
        if (group != null && group.active && !ways.containsKey(group)) {
          List<TypeId> longer = new ArrayList<>(way);
          longer.add(group.id);
          ways.put(group, longer);
          next.add(group);
        }
      }
    }
    return all;
  }

  private Found found(Binding binding, List<TypeId> way, Asking question) {
    @Nullable Role role = snapshot.role(binding.role);
    return new Found(
        new Why.Reaching(
            binding.id(),
            way,
            role == null ? null : role.fact().role(),
            role == null ? "(gone)" : role.fact().name(),
            role == null || role.fact().builtIn() != null ? List.of() : role.fact().actions(),
            scope(binding),
            binding.expiresAt(),
            binding.condition == null ? null : binding.condition.text()),
        lacks(binding, role, question));
  }

  private Optional<String> lacks(Binding binding, @Nullable Role role, Asking question) {
    if (role == null) {
      return Optional.of("has a role that is gone");
    }
    if (!question.isIn(binding.role)) {
      return Optional.of(
          role.contains(snapshot.actions().number(action))
              ? "has a role for the accounts of %s"
                  .formatted(role.fact().forProviders() ? "providers" : "people and programs")
              : "does not allow " + action);
    }
    if (binding.isExpired(Binding.micros(now))) {
      return Optional.of("is over");
    }
    @Nullable Condition condition = binding.condition;
    if (condition == null) {
      return Optional.empty();
    }
    if (labelsKnown) {
      return condition.holds(subject, target.labels(), now)
          ? Optional.empty()
          : Optional.of("has a condition that does not hold");
    }
    return condition.given(subject, now).isAlways()
        ? Optional.empty()
        : Optional.of("counts only where its condition holds");
  }

  private TypeId scope(Binding binding) {
    int number = Scope.number(binding.scope);
    if (Scope.isOrganization(binding.scope)) {
      @Nullable Organization organization = snapshot.organizations().get(number);
      return new TypeId("org", organization == null ? target.organization() : organization.id());
    }
    @Nullable UUID project = target.project();
    if (Scope.isProject(binding.scope) && project != null) {
      return new TypeId("proj", project);
    }
    @Nullable UUID resource = target.resource();
    return new TypeId("resource", resource == null ? target.organization() : resource);
  }

  private List<TypeId> places(Organization organization, Why.Reaching by) {
    List<TypeId> places = new ArrayList<>();
    for (int scope : organization.scopes()) {
      @Nullable Organization place = snapshot.organizations().get(Scope.number(scope));
      if (place != null) {
        TypeId id = new TypeId("org", place.id());
        places.add(id);
        if (id.equals(by.scope())) {
          return places;
        }
      }
    }
    return places.subList(0, 1);
  }
}
