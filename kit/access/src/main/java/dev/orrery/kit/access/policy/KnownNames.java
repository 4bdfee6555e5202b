package dev.orrery.kit.access.policy;

import dev.orrery.kit.ids.TypeId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The numbers of everything that the policy speaks of. Users, service accounts and groups share
/// one range.
record KnownNames(
    Names users,
    Names serviceAccounts,
    Names groups,
    Names organizations,
    Names projects,
    Names resources) {

  static KnownNames empty() {
    return new KnownNames(
        new Names(), new Names(), new Names(), new Names(), new Names(), new Names());
  }

  /// The number of somebody who can ask; groups cannot.
  int principal(String id) {
    @Nullable UUID user = TypeId.uuidOf(id, "user");
    if (user != null) {
      return users.find(user);
    }
    @Nullable UUID serviceAccount = TypeId.uuidOf(id, "sa");
    return serviceAccount == null ? Names.UNKNOWN : serviceAccounts.find(serviceAccount);
  }

  Names principals(TypeId id) {
    return switch (id.prefix()) {
      case "user" -> users;
      case "sa" -> serviceAccounts;
      case "grp" -> groups;
      default -> throw new IllegalArgumentException(id + " is no principal");
    };
  }
}
