package dev.orrery.permissions.binding;

import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.DomainError;
import dev.orrery.kit.subgraph.error.ErrorCode;

/// Why a role could not be given or taken away.
public sealed interface BindingError extends DomainError {

  /// Somebody must be able to change an organization and its people.
  record LastOwner(TypeId organization) implements BindingError {}

  @Override
  default ErrorCode code() {
    return switch (this) {
      case LastOwner _ -> ErrorCode.CONFLICT;
    };
  }

  @Override
  default String message() {
    return switch (this) {
      case LastOwner(var organization) ->
          "%s would be left without an owner who stays one: make somebody else an owner first"
              .formatted(organization);
    };
  }
}
