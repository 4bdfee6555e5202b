package dev.orrery.instance.instance;

import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.DomainError;
import dev.orrery.kit.subgraph.error.ErrorCode;

/// Why an instance could not be changed.
sealed interface InstanceError extends DomainError {

  /// Nobody would make the desire true.
  record NotManaged(TypeId instance) implements InstanceError {}

  /// What is being deleted has one desire left, and it is final.
  record BeingDeleted(TypeId instance) implements InstanceError {}

  @Override
  default ErrorCode code() {
    return switch (this) {
      case NotManaged _ -> ErrorCode.INVALID_ARGUMENT;
      case BeingDeleted _ -> ErrorCode.CONFLICT;
    };
  }

  @Override
  default String message() {
    return switch (this) {
      case NotManaged(var instance) ->
          "input.id: %s is adopted, and no provider acts on it; only names, labels and the like can change"
              .formatted(instance);
      case BeingDeleted(var instance) -> "%s is being deleted".formatted(instance);
    };
  }
}
