package dev.orrery.bench.access;

import dev.orrery.kit.access.Target;
import dev.orrery.kit.access.policy.PolicyIndex;
import dev.orrery.kit.access.policy.fact.ActionPattern;
import dev.orrery.kit.access.policy.fact.DeclaredAction;
import dev.orrery.kit.access.policy.fact.Level;
import dev.orrery.kit.access.policy.fact.PolicyFact;
import dev.orrery.kit.access.policy.fact.Stamp;
import dev.orrery.kit.ids.TypeId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A policy of a large house, always the same: organizations six deep, resources in the projects of
/// the lowest, people in groups in groups, and bindings of all of them on everything. Of the
/// bindings 3 in 10 are on organizations, 3 in 10 on projects, 4 in 10 on single resources; 7 in 10
/// are of users and service accounts, 3 in 10 of groups; 1 in 20 expires one day, 1 in 50 has a
/// condition.
final class LargePolicy {
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  static final int DEPTH = 6;
  static final Map<String, String> LABELS = Map.of("env", "dev");
  private static final int CHILDREN = 4;
  private static final List<String> TYPES =
      List.of("instance", "volume", "image", "site", "rack", "prefix", "ipaddress", "network");
  private static final List<String> CONDITIONS =
      List.of(
          "resource.labels.env == 'dev'",
          "resource.labels.owner == subject.id",
          "now.getHours('Europe/Berlin') < 18");

  private final Random random = new Random(42);
  private final int bindings;
  private final List<TypeId> organizations = new ArrayList<>();
  private final List<@Nullable TypeId> parents = new ArrayList<>();
  private final int lowest;
  private final List<TypeId> projects;
  private final List<TypeId> resources;
  private final List<TypeId> subjects;
  private final List<TypeId> groups;
  private final List<TypeId> roles;
  private final List<Given> given = new ArrayList<>();
  private long version;

  LargePolicy(int bindings) {
    this.bindings = bindings;
    lowest = tree();
    projects = ids("proj", Math.max(8, bindings / 100));
    resources = ids("inst", Math.max(16, bindings / 10));
    subjects = ids("user", Math.max(16, bindings / 10));
    groups = ids("grp", Math.max(8, bindings / 100));
    roles = ids("role", 200);
  }

  /// @return where the lowest begin
  private int tree() {
    organizations.add(id("org"));
    parents.add(null);
    int first = 0;
    for (int depth = 1; depth < DEPTH; depth++) {
      int next = organizations.size();
      for (int parent = first; parent < next; parent++) {
        for (int child = 0; child < CHILDREN; child++) {
          organizations.add(id("org"));
          parents.add(organizations.get(parent));
        }
      }
      first = next;
    }
    return first;
  }

  PolicyIndex index() {
    PolicyIndex index = PolicyIndex.at(Clock.systemUTC());
    facts(index::apply);
    index.complete();
    return index;
  }

  void facts(Consumer<PolicyFact> to) {
    to.accept(new PolicyFact.Actions(Stamp.of(0, 1), "all", actions()));
    for (int i = 0; i < organizations.size(); i++) {
      to.accept(new PolicyFact.Organization(next(), organizations.get(i), parents.get(i)));
    }
    for (int i = 0; i < projects.size(); i++) {
      to.accept(new PolicyFact.Project(next(), projects.get(i), organizationOf(i)));
    }
    for (int i = 0; i < roles.size(); i++) {
      to.accept(role(i));
    }
    subjects.forEach(subject -> to.accept(new PolicyFact.Subject(next(), subject, true, false)));
    for (int i = 0; i < groups.size(); i++) {
      to.accept(group(i));
    }
    for (int i = 0; i < bindings; i++) {
      to.accept(binding(i));
    }
  }

  private static List<DeclaredAction> actions() {
    List<DeclaredAction> actions = new ArrayList<>();
    for (String type : TYPES) {
      actions.add(new DeclaredAction(type + ".read", "", Level.VIEWER));
      for (String verb : List.of("create", "update", "delete", "start", "stop", "attach")) {
        actions.add(new DeclaredAction(type + "." + verb, "", Level.EDITOR));
      }
      actions.add(new DeclaredAction(type + ".share", "", Level.OWNER));
    }
    return actions;
  }

  private PolicyFact role(int number) {
    @Nullable Level level = number < 3 ? Level.values()[number] : null;
    List<ActionPattern> patterns =
        level != null
            ? List.of()
            : List.of(
                new ActionPattern(TYPES.get(number % TYPES.size()) + ".*"),
                new ActionPattern(number % 3 == 0 ? "*.read" : "image.start"));
    return new PolicyFact.Role(
        next(), roles.get(number), null, "role " + number, level, false, patterns);
  }

  /// A user is in three groups, and groups are in groups, up to five deep.
  private PolicyFact group(int number) {
    List<TypeId> members = new ArrayList<>();
    IntStream.range(0, 30).forEach(_ -> members.add(any(subjects)));
    if (number >= groups.size() / 2) {
      members.add(groups.get(number - groups.size() / 2));
      members.add(groups.get(number / 2));
    }
    return new PolicyFact.Group(next(), groups.get(number), organizations.get(lowest), members);
  }

  private PolicyFact binding(int number) {
    int kind = number % 10;
    int resource = random.nextInt(resources.size());
    int project = kind < 6 ? random.nextInt(projects.size()) : projectOf(resource);
    TypeId who = number % 7 < 5 ? any(subjects) : any(groups);
    int role = random.nextInt(roles.size());
    if (kind >= 6 && role > 2 && number % 7 < 5 && number % 10_000 < 5_000) {
      given.add(new Given(who, resource, TYPES.get(role % TYPES.size()) + ".start"));
    }
    return new PolicyFact.Binding(
        next(),
        new TypeId("bind", new UUID(random.nextLong(), random.nextLong())),
        who,
        roles.get(role),
        kind < 3 ? any(organizations) : organizationOf(project),
        kind < 3 ? null : projects.get(project),
        kind < 6 ? null : resources.get(resource),
        random.nextInt(20) == 0 ? NOW.plusSeconds(random.nextInt(1_000_000)) : null,
        random.nextInt(50) == 0 ? any(CONDITIONS) : null);
  }

  private int projectOf(int resource) {
    return resource % projects.size();
  }

  private TypeId organizationOf(int project) {
    return organizations.get(lowest + project % (organizations.size() - lowest));
  }

  private record Given(TypeId subject, int resource, String action) {}

  /// Somebody wants to do something to a resource: every other time somebody who was given that,
  /// and else anybody, who rarely may. Call [#facts] first.
  Asked asked() {
    return random.nextBoolean()
        ? asked(any(given))
        : asked(
            new Given(
                any(subjects),
                random.nextInt(resources.size()),
                any(TYPES) + (random.nextBoolean() ? ".read" : ".start")));
  }

  private Asked asked(Given given) {
    int resource = given.resource;
    int project = projectOf(resource);
    return new Asked(
        given.subject.toString(),
        given.action,
        new Target(
            organizationOf(project).uuid(),
            projects.get(project).uuid(),
            resources.get(resource).uuid(),
            LABELS));
  }

  record Asked(String subject, String action, Target target) {}

  List<TypeId> organizations() {
    return organizations;
  }

  List<TypeId> lowestOrganizations() {
    return organizations.subList(lowest, organizations.size());
  }

  private Stamp next() {
    version++;
    return Stamp.of(version, 1);
  }

  private List<TypeId> ids(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(_ -> id(prefix)).toList();
  }

  private TypeId id(String prefix) {
    return new TypeId(prefix, new UUID(random.nextLong(), random.nextLong()));
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
