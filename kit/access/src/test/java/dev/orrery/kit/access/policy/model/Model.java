package dev.orrery.kit.access.policy.model;

import dev.orrery.kit.access.Target;
import dev.orrery.kit.access.policy.fact.DeclaredAction;
import dev.orrery.kit.access.policy.fact.FactKind;
import dev.orrery.kit.access.policy.fact.Level;
import dev.orrery.kit.access.policy.fact.PolicyFact;
import dev.orrery.kit.ids.TypeId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What the policy means, as slow and obvious as it can be said: every question goes through every
/// binding, and nothing is remembered.
///
/// It is told every fact once, in order, so it need not know about versions.
final class Model {
  private final Map<FactKind, Map<String, PolicyFact>> facts = new EnumMap<>(FactKind.class);

  void tell(PolicyFact fact) {
    Map<String, PolicyFact> ofKind = facts.computeIfAbsent(fact.kind(), _ -> new HashMap<>());
    if (fact instanceof PolicyFact.Gone) {
      ofKind.remove(fact.id());
    } else {
      ofKind.put(fact.id(), fact);
    }
  }

  boolean check(String subject, String action, Target target, Instant now) {
    Optional<PolicyFact.Subject> asking = subject(subject);
    Set<String> principals = principals(subject);
    return asking.isPresent()
        && asking.get().active()
        && organization(target.organization()).isPresent()
        && bindings().stream()
            .filter(binding -> principals.contains(binding.who().toString()))
            .filter(binding -> reaches(binding, target))
            .filter(binding -> allows(binding, action, asking.get()))
            .filter(binding -> isNotOver(binding, now))
            .anyMatch(binding -> Meaning.holds(binding.condition(), subject, target, now));
  }

  /// The subject and every group that it is in, directly or through other groups.
  Set<String> principals(String subject) {
    Set<String> principals = new LinkedHashSet<>();
    principals.add(subject);
    boolean more = true;
    while (more) {
      more = false;
      for (PolicyFact.Group group : groups()) {
        if (group.members().stream().anyMatch(member -> principals.contains(member.toString()))) {
          more |= principals.add(group.group().toString());
        }
      }
    }
    return principals;
  }

  boolean reaches(PolicyFact.Binding binding, Target target) {
    @Nullable TypeId project = binding.project();
    @Nullable TypeId resource = binding.resource();
    if (resource == null && project == null) {
      return chain(target.organization()).contains(binding.organization().uuid());
    }
    boolean sameOrganization = binding.organization().uuid().equals(target.organization());
    boolean sameProject =
        project == null
            || (project.uuid().equals(target.project()) && liesIn(project, target.organization()));
    boolean sameResource = resource == null || resource.uuid().equals(target.resource());
    return sameOrganization && sameProject && sameResource;
  }

  boolean liesIn(TypeId project, UUID organization) {
    return find(FactKind.PROJECT, PolicyFact.Project.class, project.toString())
        .filter(known -> known.organization().uuid().equals(organization))
        .isPresent();
  }

  /// The organization, its parent, and so on, as far as they are known.
  List<UUID> chain(UUID organization) {
    List<UUID> chain = new ArrayList<>();
    @Nullable UUID next = organization;
    while (next != null && !chain.contains(next)) {
      Optional<PolicyFact.Organization> known = organization(next);
      if (known.isEmpty()) {
        break;
      }
      chain.add(next);
      @Nullable TypeId parent = known.get().parent();
      next = parent == null ? null : parent.uuid();
    }
    return chain;
  }

  boolean allows(PolicyFact.Binding binding, String action, PolicyFact.Subject asking) {
    return role(binding.role())
        .filter(role -> role.forProviders() == asking.providerAccount())
        .filter(role -> contains(role, action))
        .isPresent();
  }

  private boolean contains(PolicyFact.Role role, String action) {
    Optional<Level> grantedTo = level(action);
    return grantedTo.isPresent()
        && grantedTo.get() != Level.PLATFORM
        && ((role.builtIn() != null && role.builtIn().includes(grantedTo.get()))
            || role.actions().stream().anyMatch(pattern -> pattern.matches(action)));
  }

  /// The strictest of those that services declare.
  private Optional<Level> level(String action) {
    return services().stream()
        .flatMap(service -> service.actions().stream())
        .filter(declared -> declared.name().equals(action))
        .map(DeclaredAction::grantedTo)
        .max(Level::compareTo);
  }

  static boolean isNotOver(PolicyFact.Binding binding, Instant now) {
    return binding.expiresAt() == null || now.isBefore(binding.expiresAt());
  }

  List<PolicyFact.Binding> bindings() {
    return all(FactKind.BINDING, PolicyFact.Binding.class);
  }

  List<PolicyFact.Group> groups() {
    return all(FactKind.GROUP, PolicyFact.Group.class);
  }

  List<PolicyFact.Organization> organizations() {
    return all(FactKind.ORGANIZATION, PolicyFact.Organization.class);
  }

  List<PolicyFact.Actions> services() {
    return all(FactKind.ACTIONS, PolicyFact.Actions.class);
  }

  Optional<PolicyFact.Subject> subject(String id) {
    return find(FactKind.SUBJECT, PolicyFact.Subject.class, id);
  }

  Optional<PolicyFact.Role> role(TypeId id) {
    return find(FactKind.ROLE, PolicyFact.Role.class, id.toString());
  }

  Optional<PolicyFact.Organization> organization(UUID id) {
    return find(FactKind.ORGANIZATION, PolicyFact.Organization.class, text("org", id));
  }

  private <F extends PolicyFact> List<F> all(FactKind kind, Class<F> type) {
    return facts.getOrDefault(kind, Map.of()).values().stream().map(type::cast).toList();
  }

  private <F extends PolicyFact> Optional<F> find(FactKind kind, Class<F> type, String id) {
    return Optional.ofNullable(type.cast(facts.getOrDefault(kind, Map.of()).get(id)));
  }

  static String text(String prefix, UUID id) {
    return new TypeId(prefix, id).toString();
  }
}
