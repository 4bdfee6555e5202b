package dev.orrery.kit.access.policy;

import dev.orrery.kit.access.policy.fact.ActionPattern;
import dev.orrery.kit.access.policy.fact.DeclaredAction;
import dev.orrery.kit.access.policy.fact.FactKind;
import dev.orrery.kit.access.policy.fact.Level;
import dev.orrery.kit.access.policy.fact.PolicyFact;
import dev.orrery.kit.access.policy.fact.Stamp;
import dev.orrery.kit.ids.TypeId;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Tells an index a policy, one fact after the other, each a revision of its own.
final class Story {
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  final PolicyIndex index = PolicyIndex.at(Clock.fixed(NOW, ZoneOffset.UTC));
  private long revision;

  Story() {
    tell(
        new PolicyFact.Actions(
            Stamp.of(0, 0),
            "instance",
            List.of(
                action("instance.read", Level.VIEWER),
                action("instance.update", Level.EDITOR),
                action("instance.migrate", Level.PLATFORM),
                action("site.read", Level.VIEWER),
                action("binding.create", Level.OWNER))));
  }

  static DeclaredAction action(String name, Level grantedTo) {
    return new DeclaredAction(name, "", grantedTo);
  }

  void tell(PolicyFact fact) {
    index.apply(fact);
    index.complete();
  }

  Stamp next() {
    revision++;
    return Stamp.of(revision, revision);
  }

  TypeId organization(@Nullable TypeId parent) {
    TypeId id = TypeId.generate("org");
    tell(new PolicyFact.Organization(next(), id, parent));
    return id;
  }

  TypeId project(TypeId organization) {
    TypeId id = TypeId.generate("proj");
    tell(new PolicyFact.Project(next(), id, organization));
    return id;
  }

  TypeId user() {
    return someone("user", true);
  }

  TypeId someone(String prefix, boolean active) {
    TypeId id = TypeId.generate(prefix);
    tell(new PolicyFact.Subject(next(), id, active, false));
    return id;
  }

  TypeId group(TypeId organization, TypeId... members) {
    TypeId id = TypeId.generate("grp");
    fill(id, organization, members);
    return id;
  }

  void fill(TypeId group, TypeId organization, TypeId... members) {
    tell(new PolicyFact.Group(next(), group, organization, Arrays.asList(members)));
  }

  TypeId role(Level level) {
    TypeId id = TypeId.generate("role");
    tell(new PolicyFact.Role(next(), id, null, level.name(), level, false, List.of()));
    return id;
  }

  TypeId role(String... patterns) {
    TypeId id = TypeId.generate("role");
    tell(
        new PolicyFact.Role(
            next(),
            id,
            null,
            "custom",
            null,
            false,
            Stream.of(patterns).map(ActionPattern::new).toList()));
    return id;
  }

  TypeId bind(TypeId who, TypeId role, TypeId organization) {
    return bind(who, role, organization, null, null, null, null);
  }

  TypeId bind(
      TypeId who,
      TypeId role,
      TypeId organization,
      @Nullable TypeId project,
      @Nullable TypeId resource,
      @Nullable Instant expiresAt,
      @Nullable String condition) {
    TypeId id = TypeId.generate("bind");
    tell(
        new PolicyFact.Binding(
            next(), id, who, role, organization, project, resource, expiresAt, condition));
    return id;
  }

  void gone(FactKind kind, TypeId id) {
    tell(new PolicyFact.Gone(next(), kind, id.toString()));
  }
}
