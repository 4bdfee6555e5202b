package dev.orrery.handlers.jobs;

import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.DomainError;
import dev.orrery.kit.subgraph.error.ErrorCode;

/// Why something cannot be done to a job.
sealed interface JobError extends DomainError {

  /// Only what shall go away can be given up.
  record NotBeingRemoved(TypeId instance) implements JobError {}

  /// Whoever is there can be asked to remove it.
  record ProviderIsThere(TypeId instance, String provider) implements JobError {}

  @Override
  default ErrorCode code() {
    return ErrorCode.CONFLICT;
  }

  @Override
  default String message() {
    return switch (this) {
      case NotBeingRemoved(var instance) ->
          "%s is not being removed: delete it first, and give its provider the time to do it"
              .formatted(instance);
      case ProviderIsThere(var instance, var provider) ->
          "%s, which holds %s, is there: it is asked to remove it, and retryJob asks again"
              .formatted(provider, instance);
    };
  }
}
