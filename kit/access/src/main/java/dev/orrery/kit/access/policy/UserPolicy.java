package dev.orrery.kit.access.policy;

import dev.orrery.kit.access.Role;
import dev.orrery.kit.events.OutgoingMessage;
import dev.orrery.kit.ids.TypeId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/// What a user may do, whole, as of one version of the user: the body of `policy.user.<id>`.
///
/// @param version the user's version
/// @param memberships none when the user is gone
public record UserPolicy(TypeId user, long version, List<Membership> memberships) {
  /// The stream that holds the newest one of each user.
  public static final String STREAM = "POLICY";

  /// A role in an organization.
  public record Membership(TypeId organization, Role role) {}

  public static UserPolicy of(UUID user, long version, Map<UUID, Role> roles) {
    return new UserPolicy(
        new TypeId("user", user),
        version,
        roles.entrySet().stream()
            .map(membership ->
                new Membership(new TypeId("org", membership.getKey()), membership.getValue()))
            .toList());
  }

  public Map<UUID, Role> roles() {
    return memberships.stream()
        .collect(
            Collectors.toMap(
                membership -> membership.organization().uuid(),
                Membership::role,
                (_, last) -> last));
  }

  /// The message that tells it to every service.
  public OutgoingMessage message() {
    return message("");
  }

  /// The same, although the outbox may remember having sent it.
  ///
  /// @param occasion tells this time from every other
  public OutgoingMessage message(String occasion) {
    return OutgoingMessage.of(
        "policy.user." + user, "policy:%s@%d%s".formatted(user, version, occasion), this);
  }
}
