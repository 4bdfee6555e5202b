package dev.orrery.permissions.group;

import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.DomainError;
import dev.orrery.kit.subgraph.error.ErrorCode;

/// Why a group could not get a member.
sealed interface GroupError extends DomainError {

  /// A group that contained itself would have no members that anybody could count.
  record PartOfItself(TypeId group, String member) implements GroupError {}

  record TooMany(TypeId group, int most) implements GroupError {}

  record NoProviders(TypeId account) implements GroupError {}

  @Override
  default ErrorCode code() {
    return ErrorCode.INVALID_ARGUMENT;
  }

  @Override
  default String message() {
    return switch (this) {
      case PartOfItself(var group, var member) ->
          "input.members: %s is %s or contains it".formatted(member, group);
      case TooMany(var group, var most) ->
          "input.members: %s would have more than %d direct members: nest groups"
              .formatted(group, most);
      case NoProviders(var account) ->
          "input.members: %s is the account of a provider, which gets its roles itself"
              .formatted(account);
    };
  }
}
