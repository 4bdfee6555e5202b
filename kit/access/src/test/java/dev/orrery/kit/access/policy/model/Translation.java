package dev.orrery.kit.access.policy.model;

import dev.orrery.kit.access.Target;
import dev.orrery.kit.access.policy.fact.Level;
import dev.orrery.kit.access.policy.fact.PolicyFact;
import dev.orrery.kit.access.policy.model.Zanzibar.Rewrite;
import dev.orrery.kit.access.policy.model.Zanzibar.Tuple;
import dev.orrery.kit.ids.TypeId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The policy as relation tuples, for one question.
///
/// Zanzibar knows nothing of time, conditions and accounts of providers: bindings that do not count
/// for this question for such a reason are no tuples. All the rest, groups, places, trees and
/// roles, is the interpreter's work.
final class Translation {
  private static final List<String> SCOPES = List.of("organization", "project", "place");

  private final Model policy;
  private final PolicyFact.Subject subject;
  private final Target target;
  private final Instant now;
  private final List<Tuple> tuples = new ArrayList<>();

  private Translation(Model policy, PolicyFact.Subject subject, Target target, Instant now) {
    this.policy = policy;
    this.subject = subject;
    this.target = target;
    this.now = now;
  }

  static boolean check(Model policy, String subject, String action, Target target, Instant now) {
    return policy
        .subject(subject)
        .filter(PolicyFact.Subject::active)
        .map(known -> new Translation(policy, known, target, now).check(action))
        .orElse(false);
  }

  private boolean check(String action) {
    policy.organizations().forEach(this::parent);
    policy.groups().forEach(this::members);
    policy.bindings().forEach(this::grant);
    place();
    return new Zanzibar(namespaces(), tuples).check("place:asked", action, user(subject.id()));
  }

  /// What is above an organization that nobody has told of is above nothing.
  private void parent(PolicyFact.Organization organization) {
    if (organization.parent() != null
        && policy.organization(organization.parent().uuid()).isPresent()) {
      add(
          "organization:" + organization.organization(),
          "parent",
          "organization:" + organization.parent());
    }
  }

  private void members(PolicyFact.Group group) {
    group
        .members()
        .forEach(member -> add("group:" + group.group(), "member", userset(member.toString())));
  }

  private void grant(PolicyFact.Binding binding) {
    policy
        .role(binding.role())
        .filter(role -> role.forProviders() == subject.providerAccount())
        .filter(_ -> Model.isNotOver(binding, now))
        .filter(_ -> Meaning.holds(binding.condition(), subject.id(), target, now))
        .ifPresent(role ->
            relations(role)
                .forEach(
                    relation -> add(scope(binding), relation, userset(binding.who().toString()))));
  }

  private static List<String> relations(PolicyFact.Role role) {
    List<String> relations = new ArrayList<>();
    if (role.builtIn() != null) {
      relations.add(role.builtIn().name().toLowerCase(Locale.ROOT));
    }
    role.actions().forEach(pattern -> relations.add(pattern.text()));
    return relations;
  }

  private static String scope(PolicyFact.Binding binding) {
    if (binding.resource() != null) {
      return place(
          binding.organization().uuid(),
          binding.project() == null ? null : binding.project().uuid(),
          binding.resource().uuid());
    }
    return binding.project() == null
        ? "organization:" + binding.organization()
        : project(binding.organization().uuid(), binding.project().uuid());
  }

  /// The place that is asked for lies in its organization and its project, and is a resource that
  /// was bound with or without naming the project.
  private void place() {
    String asked = "place:asked";
    String organization = Model.text("org", target.organization());
    if (policy.organization(target.organization()).isEmpty()) {
      return;
    }
    add(asked, "parent", "organization:" + organization);
    @Nullable UUID resource = target.resource();
    if (resource != null) {
      add(asked, "parent", place(target.organization(), null, resource));
    }
    @Nullable UUID project = target.project();
    if (project != null && policy.liesIn(new TypeId("proj", project), target.organization())) {
      add(asked, "parent", project(target.organization(), project));
      if (resource != null) {
        add(asked, "parent", place(target.organization(), project, resource));
      }
    }
  }

  /// An action's userset: those who have it by name or by pattern, those who have the built-in role
  /// that it is granted to, and those who have it on what is above.
  private Map<String, Map<String, Rewrite>> namespaces() {
    Map<String, Level> levels = new HashMap<>();
    policy.services().stream()
        .flatMap(service -> service.actions().stream())
        .forEach(action -> levels.merge(action.name(), action.grantedTo(), Translation::stricter));
    Map<String, Rewrite> relations = new HashMap<>();
    relations.put("owner", inherited("owner", List.of(new Rewrite.This())));
    relations.put(
        "editor", inherited("editor", List.of(new Rewrite.This(), new Rewrite.Computed("owner"))));
    relations.put(
        "viewer", inherited("viewer", List.of(new Rewrite.This(), new Rewrite.Computed("editor"))));
    levels.forEach((action, level) -> relations.put(action, action(action, level)));
    Map<String, Map<String, Rewrite>> namespaces = new HashMap<>();
    SCOPES.forEach(scope -> namespaces.put(scope, relations));
    return namespaces;
  }

  private static Rewrite action(String action, Level level) {
    if (level == Level.PLATFORM) {
      return new Rewrite.Union(List.of());
    }
    String[] halves = action.split("\\.");
    return inherited(
        action,
        List.of(
            new Rewrite.This(),
            new Rewrite.Computed(halves[0] + ".*"),
            new Rewrite.Computed("*." + halves[1]),
            new Rewrite.Computed("*.*"),
            new Rewrite.Computed(level.name().toLowerCase(Locale.ROOT))));
  }

  private static Rewrite inherited(String relation, List<Rewrite> own) {
    List<Rewrite> all = new ArrayList<>(own);
    all.add(new Rewrite.TupleToUserset("parent", relation));
    return new Rewrite.Union(all);
  }

  private static Level stricter(Level one, Level other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private void add(String object, String relation, String user) {
    tuples.add(new Tuple(object, relation, user));
  }

  private static String place(UUID organization, @Nullable UUID project, UUID resource) {
    return "place:%s/%s/%s".formatted(organization, Objects.toString(project, "*"), resource);
  }

  private static String project(UUID organization, UUID project) {
    return "project:%s/%s".formatted(organization, project);
  }

  private static String userset(String id) {
    return id.startsWith("grp_") ? "group:" + id + "#member" : user(id);
  }

  private static String user(String id) {
    return "user:" + id;
  }
}
