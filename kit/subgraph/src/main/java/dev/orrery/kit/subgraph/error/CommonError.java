package dev.orrery.kit.subgraph.error;

import dev.orrery.kit.ids.TypeId;
import java.util.List;
import java.util.Map;

/// The refusals that every feature can meet.
public sealed interface CommonError extends DomainError {

  /// There is none with this id, or none that the viewer may see: the two look the same.
  record NotFound(String type, String id) implements CommonError {}

  /// The viewer sees it, but may not do this.
  record Forbidden(String action, String subject) implements CommonError {}

  /// @param path where in the arguments, such as `input.name`
  record InvalidArgument(String path, String problem) implements CommonError {}

  /// Somebody changed it since the client saw it.
  record StaleVersion(TypeId id, long seen, long actual) implements CommonError {}

  /// Others still need it.
  record InUse(TypeId id, List<TypeId> blockedBy) implements CommonError {}

  /// @param rule what must be unique, such as "a site's name in its region"
  record AlreadyExists(String rule) implements CommonError {}

  /// The key was used before, for something else.
  record IdempotencyKeyReused(String key) implements CommonError {}

  @Override
  default ErrorCode code() {
    return switch (this) {
      case NotFound _ -> ErrorCode.NOT_FOUND;
      case Forbidden _ -> ErrorCode.FORBIDDEN;
      case InvalidArgument _ -> ErrorCode.INVALID_ARGUMENT;
      case StaleVersion _, InUse _ -> ErrorCode.CONFLICT;
      case AlreadyExists _ -> ErrorCode.ALREADY_EXISTS;
      case IdempotencyKeyReused _ -> ErrorCode.IDEMPOTENCY_KEY_REUSED;
    };
  }

  @Override
  default String message() {
    return switch (this) {
      case NotFound(var type, var id) -> "there is no %s %s".formatted(type, id);
      case Forbidden(var action, var subject) -> "you may not %s %s".formatted(action, subject);
      case InvalidArgument(var path, var problem) -> "%s: %s".formatted(path, problem);
      case StaleVersion(var id, var seen, var actual) ->
          "%s is at version %d, not %d: read it again and repeat the change on what you see"
              .formatted(id, actual, seen);
      case InUse(var id, var blockers) ->
          "%s is still needed by %d other resource%s; delete or move them first"
              .formatted(id, blockers.size(), blockers.size() == 1 ? "" : "s");
      case AlreadyExists(var rule) -> rule + " must be unique, and is taken";
      case IdempotencyKeyReused(var key) ->
          "the idempotency key '%s' was already used with another input: use a new key"
              .formatted(key);
    };
  }

  @Override
  default Map<String, Object> details() {
    return switch (this) {
      case InvalidArgument(var path, _) -> Map.of("argument", path);
      case StaleVersion(_, _, var actual) -> Map.of("currentVersion", actual);
      case InUse(_, var blockers) ->
          Map.of("blockedBy", blockers.stream().map(TypeId::toString).toList());
      case NotFound _, Forbidden _, AlreadyExists _, IdempotencyKeyReused _ -> Map.of();
    };
  }
}
