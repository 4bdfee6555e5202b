package dev.orrery.kit.access.policy.fact;

import dev.orrery.kit.ids.TypeId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One thing that the policy says. The stream `POLICY` holds the newest message of each for good.
public sealed interface PolicyFact {
  /// The stream's name.
  String STREAM = "POLICY";

  Stamp stamp();

  /// What kind of thing this is about.
  FactKind kind();

  /// Which one of its kind: an id, or a service's name.
  String id();

  /// Where the message is published: `policy.binding.bind_01h...`.
  default String subject() {
    return "policy.%s.%s".formatted(kind().token(), id());
  }

  /// @param parent null at the top of a tree
  record Organization(Stamp stamp, TypeId organization, @Nullable TypeId parent)
      implements PolicyFact {
    @Override
    public FactKind kind() {
      return FactKind.ORGANIZATION;
    }

    @Override
    public String id() {
      return organization.toString();
    }
  }

  record Project(Stamp stamp, TypeId project, TypeId organization) implements PolicyFact {
    @Override
    public FactKind kind() {
      return FactKind.PROJECT;
    }

    @Override
    public String id() {
      return project.toString();
    }
  }

  /// A user or service account.
  ///
  /// @param active one that is not may do nothing
  /// @param providerAccount whether it acts for a provider and not for a tenant
  record Subject(Stamp stamp, TypeId who, boolean active, boolean providerAccount)
      implements PolicyFact {
    @Override
    public FactKind kind() {
      return FactKind.SUBJECT;
    }

    @Override
    public String id() {
      return who.toString();
    }
  }

  /// @param members users, service accounts and other groups
  record Group(Stamp stamp, TypeId group, TypeId organization, List<TypeId> members)
      implements PolicyFact {
    public Group {
      members = List.copyOf(members);
    }

    @Override
    public FactKind kind() {
      return FactKind.GROUP;
    }

    @Override
    public String id() {
      return group.toString();
    }
  }

  /// @param organization null when every organization may bind it
  /// @param builtIn not null when the declared levels of actions say what it contains
  /// @param forProviders whether it is for the accounts of providers and for nobody else
  /// @param actions what it contains otherwise, or besides
  record Role(
      Stamp stamp,
      TypeId role,
      @Nullable TypeId organization,
      String name,
      @Nullable Level builtIn,
      boolean forProviders,
      List<ActionPattern> actions)
      implements PolicyFact {
    public Role {
      actions = List.copyOf(actions);
    }

    @Override
    public FactKind kind() {
      return FactKind.ROLE;
    }

    @Override
    public String id() {
      return role.toString();
    }
  }

  /// `subject` has `role` on the narrowest of `resource`, `project` and `organization` that is
  /// there.
  ///
  /// @param organization the one in which the project or resource lies
  /// @param condition a text in CEL
  record Binding(
      Stamp stamp,
      TypeId binding,
      TypeId who,
      TypeId role,
      TypeId organization,
      @Nullable TypeId project,
      @Nullable TypeId resource,
      @Nullable Instant expiresAt,
      @Nullable String condition)
      implements PolicyFact {
    @Override
    public FactKind kind() {
      return FactKind.BINDING;
    }

    @Override
    public String id() {
      return binding.toString();
    }
  }

  /// All that one service can do.
  record Actions(Stamp stamp, String service, List<DeclaredAction> actions) implements PolicyFact {
    public Actions {
      actions = List.copyOf(actions);
    }

    @Override
    public FactKind kind() {
      return FactKind.ACTIONS;
    }

    @Override
    public String id() {
      return service;
    }
  }

  /// It is no more.
  record Gone(Stamp stamp, FactKind kind, String id) implements PolicyFact {}
}
