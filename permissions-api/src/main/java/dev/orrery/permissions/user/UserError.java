package dev.orrery.permissions.user;

import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.DomainError;
import dev.orrery.kit.subgraph.error.ErrorCode;

/// Why a user or a membership could not be changed.
sealed interface UserError extends DomainError {

  record AlreadyMember(TypeId user, TypeId organization) implements UserError {}

  record NotMember(TypeId user, TypeId organization) implements UserError {}

  @Override
  default ErrorCode code() {
    return switch (this) {
      case AlreadyMember _ -> ErrorCode.ALREADY_EXISTS;
      case NotMember _ -> ErrorCode.NOT_FOUND;
    };
  }

  @Override
  default String message() {
    return switch (this) {
      case AlreadyMember(var user, var organization) ->
          "%s is a member of %s already: use changeMembership".formatted(user, organization);
      case NotMember(var user, var organization) ->
          "%s is no member of %s".formatted(user, organization);
    };
  }
}
