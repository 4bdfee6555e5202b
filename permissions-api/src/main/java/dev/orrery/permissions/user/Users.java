package dev.orrery.permissions.user;

import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.ids.MalformedIdException;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import dev.orrery.kit.subgraph.error.RefusedException;
import dev.orrery.kit.subgraph.page.Column;
import dev.orrery.kit.subgraph.page.Parameters;
import dev.orrery.kit.subgraph.resource.ResourceType;
import dev.orrery.kit.subgraph.resource.Resources;
import dev.orrery.kit.subgraph.resource.Snapshot;
import dev.orrery.kit.subgraph.resource.Visibility;
import dev.orrery.permissions.policy.Fact;
import dev.orrery.permissions.policy.Policy;
import dev.orrery.permissions.policy.Told;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What the kit must know of users.
@ApplicationScoped
class Users {
  private static final Column MEMBER_OF =
      (operator, operand, parameters, path) -> {
        Collection<?> wanted = operand instanceof Collection<?> many ? many : List.of(operand);
        if (wanted.size() > Column.MOST_CHOICES) {
          throw new RefusedException(
              new InvalidArgument(
                  path,
                  "%d values, at most %d are allowed"
                      .formatted(wanted.size(), Column.MOST_CHOICES)));
        }
        List<UUID> organizations =
            wanted.stream().map(id -> organization(String.valueOf(id), path)).toList();
        return anyMembership(organizations, parameters);
      };

  /// Users see themselves and the members of their organizations.
  private static final Visibility FELLOWS =
      (viewer, parameters) -> {
        if (viewer.platform()) {
          return "true";
        }
        String fellows = anyMembership(viewer.wholeOrganizations("user.read"), parameters);
        return self(viewer)
            .map(id -> "(t.id = %s or %s)".formatted(parameters.bind(id), fellows))
            .orElse(fellows);
      };

  private static final ResourceType<UserRow> TYPE =
      ResourceType.of("User", "users", "user", "user_account", UserRow.class)
          .filter("email", Column.text("email"))
          .filter("memberOf", MEMBER_OF)
          .order("EMAIL", "email", "text")
          .visible(FELLOWS)
          .changedBy((viewer, _, user) -> viewer.platform() || isSelf(viewer, user))
          .unique("user_email_unique", "the e-mail address of a user");

  @Produces
  @Singleton
  Told<UserRow> told(Policy policy) {
    return new Told<>(policy, "subject", TYPE, Users::fact);
  }

  @Produces
  @Singleton
  Resources<UserRow> users(Resources.Factory resources, Told<UserRow> told) {
    return resources.of(TYPE, told);
  }

  private static Fact fact(Snapshot user) {
    return Fact.of("subject", user.id(), user.version())
        .with("active", true)
        .with("providerAccount", false);
  }

  /// Whether somebody acts for oneself, with all that one may.
  static boolean isSelf(Viewer viewer, UserRow user) {
    return !viewer.limited() && self(viewer).filter(user.id()::equals).isPresent();
  }

  /// The viewer's own id, if the viewer is a user.
  static Optional<UUID> self(Viewer viewer) {
    try {
      return Optional.of(TypeId.parse(viewer.subject(), "user").uuid());
    } catch (MalformedIdException nobody) {
      return Optional.empty();
    }
  }

  private static String anyMembership(Collection<UUID> organizations, Parameters parameters) {
    List<String> conditions = new ArrayList<>();
    for (UUID organization : organizations) {
      conditions.add(
          "t.memberships @> cast(cast(%s as text) as jsonb)"
              .formatted(parameters.bind(Members.membershipOf(organization))));
    }
    return conditions.isEmpty() ? "false" : "(" + String.join(" or ", conditions) + ")";
  }

  private static UUID organization(String id, String path) {
    try {
      return TypeId.parse(id, "org").uuid();
    } catch (MalformedIdException malformed) {
      throw new RefusedException(new InvalidArgument(path, String.valueOf(malformed.getMessage())));
    }
  }
}
