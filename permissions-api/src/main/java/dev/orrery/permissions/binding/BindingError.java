package dev.orrery.permissions.binding;

import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.DomainError;
import dev.orrery.kit.subgraph.error.ErrorCode;

/// Why a role could not be given or taken away.
public sealed interface BindingError extends DomainError {

  /// Somebody must be able to change an organization and its people.
  record LastOwner(TypeId organization) implements BindingError {}

  /// @param part the first part of the role that the giver lacks
  record NotYoursToGive(String part, TypeId scope) implements BindingError {}

  /// The accounts of providers and those of tenants have roles of their own each.
  record ProvidersApart(TypeId subject, TypeId role) implements BindingError {}

  @Override
  default boolean isDenial() {
    return true;
  }

  @Override
  default ErrorCode code() {
    return switch (this) {
      case LastOwner _ -> ErrorCode.CONFLICT;
      case NotYoursToGive _ -> ErrorCode.FORBIDDEN;
      case ProvidersApart _ -> ErrorCode.INVALID_ARGUMENT;
    };
  }

  @Override
  default String message() {
    return switch (this) {
      case LastOwner(var organization) ->
          "%s would be left without an owner who stays one: make somebody else an owner first"
              .formatted(organization);
      case NotYoursToGive(var part, var scope) ->
          "you may not give %s on %s: you do not have it there yourself, without a condition and for as long"
              .formatted(part, scope);
      case ProvidersApart(var subject, var role) ->
          "input.role: %s and %s do not go together: providers' accounts have roles for providers, all others have others"
              .formatted(subject, role);
    };
  }
}
