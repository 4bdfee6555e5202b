package dev.orrery.kit.access.policy;

import dev.orrery.kit.access.policy.fact.PolicyFact;
import dev.orrery.kit.access.policy.fact.Stamp;
import dev.orrery.kit.ids.TypeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The policy as one thread changes it, fact by fact, and the maker of snapshots of it.
///
/// Facts may come in any order and any number of times: each is of a version, the newest of each
/// holds, and what speaks of something unheard of waits for it.
final class PolicyState {
  private final KnownNames names = KnownNames.empty();
  private final People people = new People(names);
  private final OrganizationTree tree = new OrganizationTree(names.organizations());
  private final Roles roles = new Roles();
  private final List<ProjectRecord> projectRecords = new ArrayList<>();
  private final Slots<Project> projects = new Slots<>();
  private final Slots<UUID> resources = new Slots<>();
  private final Map<UUID, Binding> bindings = new HashMap<>();
  private final Map<UUID, Stamp> removedBindings = new HashMap<>();
  private final Conditions conditions = new Conditions();
  private int resourceCount;

  private static final class ProjectRecord {
    Stamp heard = Stamp.NEVER;
  }

  /// @return false when something newer, or the same, is known already
  boolean take(PolicyFact fact) {
    return switch (fact) {
      case PolicyFact.Organization organization -> tree.take(organization);
      case PolicyFact.Project project ->
          take(
              project.project().uuid(),
              project.stamp(),
              new Project(project.project().uuid(), tree.of(project.organization().uuid()).number));
      case PolicyFact.Subject subject -> people.take(subject);
      case PolicyFact.Group group -> people.take(group);
      case PolicyFact.Role role -> roles.take(role.role().uuid(), role.stamp(), role);
      case PolicyFact.Binding binding -> take(binding);
      case PolicyFact.Actions actions -> roles.declare(actions.service(), actions.stamp(), actions);
      case PolicyFact.Gone gone -> remove(gone);
    };
  }

  private boolean remove(PolicyFact.Gone gone) {
    Stamp stamp = gone.stamp();
    return switch (gone.kind()) {
      case ORGANIZATION -> tree.remove(TypeId.parse(gone.id()).uuid(), stamp);
      case PROJECT -> take(TypeId.parse(gone.id()).uuid(), stamp, null);
      case SUBJECT, GROUP -> people.remove(TypeId.parse(gone.id()), stamp);
      case ROLE -> roles.take(TypeId.parse(gone.id()).uuid(), stamp, null);
      case BINDING -> removeBinding(TypeId.parse(gone.id()).uuid(), stamp);
      case ACTIONS -> roles.declare(gone.id(), stamp, null);
    };
  }

  private boolean take(UUID id, Stamp stamp, @Nullable Project project) {
    int number = project(id);
    ProjectRecord record = projectRecords.get(number);
    if (!stamp.isAfter(record.heard)) {
      return false;
    }
    record.heard = stamp;
    projects.set(number, project);
    return true;
  }

  private int project(UUID id) {
    int number = names.projects().find(id);
    if (number == Names.UNKNOWN) {
      number = projectRecords.size();
      projectRecords.add(new ProjectRecord());
      names.projects().put(id, number);
    }
    return number;
  }

  private int resource(UUID id) {
    int number = names.resources().find(id);
    if (number == Names.UNKNOWN) {
      number = resourceCount++;
      resources.set(number, id);
      names.resources().put(id, number);
    }
    return number;
  }

  private boolean take(PolicyFact.Binding fact) {
    UUID id = fact.binding().uuid();
    if (!fact.stamp().isAfter(heard(id))) {
      return false;
    }
    Binding binding =
        new Binding(
            id,
            fact.stamp(),
            fact.expiresAt(),
            people.of(fact.who()).number,
            roles.number(fact.role().uuid()),
            tree.of(fact.organization().uuid()).number,
            scope(fact),
            fact.project() == null ? Names.UNKNOWN : project(fact.project().uuid()),
            fact.condition() == null ? null : conditions.of(fact.condition()));
    removedBindings.remove(id);
    @Nullable Binding before = bindings.put(id, binding);
    if (before != null) {
      detach(before);
    }
    PrincipalRecord principal = people.of(binding.principal);
    principal.add(binding);
    people.touch(principal);
    return true;
  }

  private int scope(PolicyFact.Binding fact) {
    if (fact.resource() != null) {
      return Scope.ofResource(resource(fact.resource().uuid()));
    }
    return fact.project() != null
        ? Scope.ofProject(project(fact.project().uuid()))
        : Scope.ofOrganization(tree.of(fact.organization().uuid()).number);
  }

  private boolean removeBinding(UUID id, Stamp stamp) {
    if (!stamp.isAfter(heard(id))) {
      return false;
    }
    @Nullable Binding before = bindings.remove(id);
    removedBindings.put(id, stamp);
    if (before != null) {
      detach(before);
    }
    return true;
  }

  private Stamp heard(UUID id) {
    @Nullable Binding binding = bindings.get(id);
    return binding != null ? binding.stamp() : removedBindings.getOrDefault(id, Stamp.NEVER);
  }

  private void detach(Binding binding) {
    PrincipalRecord principal = people.of(binding.principal);
    principal.remove(binding);
    people.touch(principal);
  }

  /// How many conditions were none, so that what they were to limit does not count.
  long unusableConditions() {
    return conditions.unusable();
  }

  int bindingCount() {
    return bindings.size();
  }

  /// @param revision everything up to here has been taken
  Snapshot snapshot(long revision) {
    Slots.View<Principal> principals = people.view();
    return new Snapshot(
        revision,
        people.era(),
        names,
        principals,
        tree.view(),
        tree.size(),
        projects.view(),
        resources.view(),
        roles.view(),
        roles.actions());
  }
}
