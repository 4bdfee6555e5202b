package dev.orrery.instance.instance;

import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.DomainError;
import dev.orrery.kit.subgraph.error.ErrorCode;
import java.util.Map;

/// Why an instance could not be changed.
sealed interface InstanceError extends DomainError {

  /// Nobody would make the desire true.
  record NotManaged(TypeId instance) implements InstanceError {}

  /// What is being deleted has one desire left, and it is final.
  record BeingDeleted(TypeId instance) implements InstanceError {}

  /// There is none with this id, or none that the viewer may use: nobody here knows which.
  ///
  /// @param path where in the arguments, such as `input.secrets[0].secret`
  record NoSuchSecret(String path, String secret) implements InstanceError {}

  @Override
  default ErrorCode code() {
    return switch (this) {
      case NotManaged _ -> ErrorCode.INVALID_ARGUMENT;
      case BeingDeleted _ -> ErrorCode.CONFLICT;
      case NoSuchSecret _ -> ErrorCode.NOT_FOUND;
    };
  }

  @Override
  default String message() {
    return switch (this) {
      case NotManaged(var instance) ->
          "input.id: %s is adopted, and no provider acts on it; only names, labels and the like can change"
              .formatted(instance);
      case BeingDeleted(var instance) -> "%s is being deleted".formatted(instance);
      case NoSuchSecret(var path, var secret) ->
          "%s: there is no secret %s".formatted(path, secret);
    };
  }

  @Override
  default Map<String, Object> details() {
    return switch (this) {
      case NoSuchSecret(var path, _) -> Map.of("argument", path);
      case NotManaged _, BeingDeleted _ -> Map.of();
    };
  }
}
