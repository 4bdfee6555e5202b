package dev.orrery.handlers.secret;

import dev.orrery.kit.subgraph.error.DomainError;
import dev.orrery.kit.subgraph.error.ErrorCode;

/// Why a secret is not taken.
sealed interface SecretError extends DomainError {

  /// It has announced no key that a secret could be sealed to, or was never heard of.
  record ProviderHasNoKey(String provider) implements SecretError {}

  @Override
  default ErrorCode code() {
    return switch (this) {
      case ProviderHasNoKey _ -> ErrorCode.PROVIDER_HAS_NO_KEY;
    };
  }

  @Override
  default String message() {
    return switch (this) {
      case ProviderHasNoKey(var provider) ->
          "%s has announced no key for secrets: there is nobody to seal it for".formatted(provider);
    };
  }
}
