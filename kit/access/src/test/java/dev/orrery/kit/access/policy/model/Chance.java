package dev.orrery.kit.access.policy.model;

import dev.orrery.kit.access.Target;
import dev.orrery.kit.access.policy.fact.ActionPattern;
import dev.orrery.kit.access.policy.fact.DeclaredAction;
import dev.orrery.kit.access.policy.fact.FactKind;
import dev.orrery.kit.access.policy.fact.Level;
import dev.orrery.kit.access.policy.fact.PolicyFact;
import dev.orrery.kit.access.policy.fact.Stamp;
import dev.orrery.kit.ids.TypeId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The history of a small random policy, and questions about it. There are few of each thing, so
/// that bindings meet questions, and everything changes, goes, and comes back.
final class Chance {
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  static final List<String> ACTIONS =
      List.of(
          "instance.read", "instance.start", "site.read", "site.delete", "rack.move", "no.such");
  private static final List<String> PATTERNS =
      List.of(
          "instance.read", "instance.*", "*.read", "*.*", "site.delete", "rack.move", "no.such");
  private static final List<Level> BUILT_IN = List.of(Level.VIEWER, Level.EDITOR, Level.OWNER);

  private final Random random;
  private final List<TypeId> organizations;
  private final List<TypeId> projects;
  private final List<TypeId> subjects;
  private final List<TypeId> groups;
  private final List<TypeId> roles;
  private final List<TypeId> bindings;
  private final List<TypeId> resources;
  private final List<PolicyFact> history = new ArrayList<>();
  private final ConditionTexts conditions;
  private long revision;

  Chance(long seed) {
    random = new Random(seed);
    organizations = ids("org", 1 + random.nextInt(6));
    projects = ids("proj", 1 + random.nextInt(4));
    subjects = new ArrayList<>(ids("user", 1 + random.nextInt(3)));
    subjects.addAll(ids("sa", 1));
    groups = ids("grp", 1 + random.nextInt(5));
    roles = ids("role", 1 + random.nextInt(4));
    bindings = ids("bind", 1 + random.nextInt(12));
    resources = ids("inst", 1 + random.nextInt(4));
    conditions =
        new ConditionTexts(random, subjects.stream().map(TypeId::toString).limit(2).toList());
    first();
    for (int i = random.nextInt(20); i > 0; i--) {
      change();
    }
  }

  /// In the order in which it happened, each fact a revision of its own.
  List<PolicyFact> history() {
    return history;
  }

  /// Starts with almost everything there, so that later changes change something.
  private void first() {
    List<Runnable> all = new ArrayList<>();
    all.add(this::actions);
    organizations.forEach(each -> all.add(() -> organization(each)));
    projects.forEach(each -> all.add(() -> project(each)));
    subjects.forEach(each -> all.add(() -> subject(each)));
    groups.forEach(each -> all.add(() -> group(each)));
    roles.forEach(each -> all.add(() -> role(each)));
    bindings.forEach(each -> all.add(() -> binding(each)));
    all.stream().filter(_ -> random.nextInt(20) > 0).forEach(Runnable::run);
  }

  private void change() {
    switch (random.nextInt(16)) {
      case 0, 1 -> organization(any(organizations));
      case 2 -> project(any(projects));
      case 3, 4 -> subject(any(subjects));
      case 5, 6 -> group(any(groups));
      case 7, 8 -> role(any(roles));
      case 9, 10, 11 -> binding(any(bindings));
      case 12 -> actions();
      case 13 -> gone(FactKind.BINDING, any(bindings));
      default -> goneOfAnyKind();
    }
  }

  private void goneOfAnyKind() {
    switch (random.nextInt(5)) {
      case 0 -> gone(FactKind.ORGANIZATION, any(organizations));
      case 1 -> gone(FactKind.PROJECT, any(projects));
      case 2 -> gone(FactKind.SUBJECT, any(subjects));
      case 3 -> gone(FactKind.GROUP, any(groups));
      default -> gone(FactKind.ROLE, any(roles));
    }
  }

  private void organization(TypeId id) {
    history.add(new PolicyFact.Organization(next(), id, sometimes(3, () -> any(organizations))));
  }

  private void project(TypeId id) {
    history.add(new PolicyFact.Project(next(), id, any(organizations)));
  }

  private void subject(TypeId id) {
    boolean provider = id.prefix().equals("sa") && random.nextInt(3) == 0;
    history.add(new PolicyFact.Subject(next(), id, random.nextInt(12) > 0, provider));
  }

  private void group(TypeId id) {
    List<TypeId> members = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      members.add(random.nextBoolean() ? any(subjects) : any(groups));
    }
    history.add(new PolicyFact.Group(next(), id, any(organizations), members));
  }

  private void role(TypeId id) {
    @Nullable Level level = sometimes(2, () -> any(BUILT_IN));
    List<ActionPattern> patterns =
        IntStream.range(0, level == null ? 1 + random.nextInt(2) : random.nextInt(2))
            .mapToObj(_ -> new ActionPattern(any(PATTERNS)))
            .toList();
    history.add(
        new PolicyFact.Role(next(), id, null, "role", level, random.nextInt(6) == 0, patterns));
  }

  private void binding(TypeId id) {
    history.add(
        new PolicyFact.Binding(
            next(),
            id,
            random.nextInt(5) < 2 ? any(groups) : any(subjects),
            any(roles),
            any(organizations),
            sometimes(3, () -> any(projects)),
            sometimes(3, () -> any(resources)),
            sometimes(4, () -> NOW.plusSeconds(random.nextInt(-2, 3))),
            sometimes(3, () -> conditions.condition())));
  }

  private void actions() {
    List<DeclaredAction> declared = new ArrayList<>();
    ACTIONS.stream()
        .limit(ACTIONS.size() - 1L)
        .filter(_ -> random.nextInt(10) > 0)
        .forEach(name -> declared.add(new DeclaredAction(name, "", level())));
    revision++;
    String service = random.nextInt(4) == 0 ? "other" : "one";
    history.add(new PolicyFact.Actions(Stamp.of(0, revision), service, declared));
  }

  private Level level() {
    return random.nextInt(12) == 0 ? Level.PLATFORM : any(BUILT_IN);
  }

  private void gone(FactKind kind, TypeId id) {
    history.add(new PolicyFact.Gone(next(), kind, id.toString()));
  }

  private Stamp next() {
    revision++;
    return Stamp.of(revision, revision);
  }

  String someone() {
    return random.nextInt(40) == 0 ? TypeId.generate("user").toString() : any(subjects).toString();
  }

  String action() {
    return any(ACTIONS);
  }

  Instant moment() {
    return NOW.plusSeconds(random.nextInt(-2, 3));
  }

  Target target() {
    return new Target(
        random.nextInt(40) == 0 ? UUID.randomUUID() : any(organizations).uuid(),
        uuid(sometimes(2, () -> any(projects))),
        uuid(sometimes(2, () -> any(resources))),
        conditions.labels());
  }

  /// Every place that there is.
  List<Target> targets() {
    List<Target> targets = new ArrayList<>();
    for (TypeId organization : organizations) {
      for (int project = -1; project < projects.size(); project++) {
        for (int resource = -1; resource < resources.size(); resource++) {
          targets.add(
              new Target(
                  organization.uuid(),
                  project < 0 ? null : projects.get(project).uuid(),
                  resource < 0 ? null : resources.get(resource).uuid(),
                  conditions.labels()));
        }
      }
    }
    return targets;
  }

  private static @Nullable UUID uuid(@Nullable TypeId id) {
    return id == null ? null : id.uuid();
  }

  <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /// Once in so many times.
  private <T> @Nullable T sometimes(int times, Supplier<T> value) {
    return random.nextInt(times) == 0 ? value.get() : null;
  }

  private List<TypeId> ids(String prefix, int count) {
    return IntStream.range(0, count)
        .mapToObj(_ -> new TypeId(prefix, new UUID(random.nextLong(), random.nextLong())))
        .toList();
  }
}
