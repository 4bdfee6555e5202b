package dev.orrery.kit.access.policy;

import dev.orrery.kit.access.Target;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The whole policy at one moment. Never changes, so questions asked of one snapshot fit together.
///
/// @param revision everything up to here is in it
/// @param era changes with the members and the bindings of groups
record Snapshot(
    long revision,
    long era,
    KnownNames names,
    Slots.View<Principal> principals,
    Slots.View<Organization> organizations,
    int organizationCount,
    Slots.View<Project> projects,
    Slots.View<UUID> resources,
    Slots.View<Role> roles,
    Actions actions) {
  /// Fewer than these are named one by one, though there be no others.
  private static final int FEW = 200;

  @Nullable Role role(int number) {
    return roles.get(number);
  }

  @Nullable Principal principal(String id) {
    return principals.get(names.principal(id));
  }

  @Nullable Organization organization(UUID id) {
    return organizations.get(names.organizations().find(id));
  }

  boolean check(String subject, String action, Target target, Instant now) {
    return check(known(subject), action, target, now);
  }

  boolean check(Known known, String action, Target target, Instant now) {
    @Nullable Closure has = known.has();
    if (has == null) {
      return false;
    }
    @Nullable Asking asking = asking(known.providerAccount(), known.subject(), action, target, now);
    return asking != null && has.allows(asking);
  }

  /// Whom that id means, and all that one has.
  Known known(String subject) {
    @Nullable Principal principal = principal(subject);
    return principal == null || !principal.active
        ? new Known(this, subject, false, null)
        : new Known(this, subject, principal.providerAccount, principal.closure(principals, era));
  }

  /// Somebody in one state of the policy.
  ///
  /// @param has null for whoever is not known, or not active
  record Known(Snapshot policy, String subject, boolean providerAccount, @Nullable Closure has) {}

  Visible visible(String subject, String action, Instant now) {
    @Nullable Principal principal = principal(subject);
    int number = actions.number(action);
    if (principal == null || !principal.active || number == Actions.UNKNOWN) {
      return new Visible.Nothing();
    }
    long nowMicros = Binding.micros(now);
    Seeing seeing = new Seeing(this, subject, now);
    for (Grants grants : principal.closure(principals, era).grants()) {
      grants.forEach(binding -> {
        @Nullable Role role = role(binding.role);
        if (role != null
            && role.grants(number, principal.providerAccount)
            && !binding.isExpired(nowMicros)) {
          seeing.add(binding);
        }
      });
    }
    return seeing.visible();
  }

  /// The organizations in which somebody has anything, whatever it allows and on whatever
  /// condition; empty for every organization that there is, when they are many.
  Optional<Set<UUID>> organizations(String subject, Instant now) {
    @Nullable Principal principal = principal(subject);
    if (principal == null || !principal.active) {
      return Optional.of(Set.of());
    }
    long nowMicros = Binding.micros(now);
    Reach.Growing all = new Reach.Growing();
    for (Grants grants : principal.closure(principals, era).grants()) {
      grants.forEach(binding -> {
        if (!binding.isExpired(nowMicros)) {
          all.add(this, binding);
        }
      });
    }
    Set<UUID> reached = all.anywhere();
    return reached.size() >= FEW && reached.size() == organizationCount
        ? Optional.empty()
        : Optional.of(reached);
  }

  /// Null when there is no such action or organization, so that nobody can have the right.
  @Nullable Asking asking(
      boolean byProvider, String subject, String action, Target target, Instant now) {
    int number = actions.number(action);
    @Nullable Organization organization = organization(target.organization());
    return number == Actions.UNKNOWN || organization == null
        ? null
        : new Asking(
            this,
            byProvider,
            number,
            organization,
            project(target.project(), organization),
            resource(target.resource()),
            subject,
            target.labels(),
            now);
  }

  /// A project has a say only in the organization that the policy says it lies in.
  private int project(@Nullable UUID id, Organization organization) {
    if (id == null) {
      return Scope.NONE;
    }
    int number = names.projects().find(id);
    @Nullable Project project = projects.get(number);
    return project == null || project.organization() != organization.number()
        ? Scope.NONE
        : Scope.ofProject(number);
  }

  private int resource(@Nullable UUID id) {
    return id == null ? Scope.NONE : Scope.ofResource(names.resources().find(id));
  }
}
