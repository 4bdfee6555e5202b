package dev.orrery.permissions.organization;

import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.DomainError;
import dev.orrery.kit.subgraph.error.ErrorCode;

/// Why an organization could not be moved.
sealed interface OrganizationError extends DomainError {

  /// The tree of organizations must stay a tree.
  record PartOfItself(TypeId organization, TypeId parent) implements OrganizationError {}

  @Override
  default ErrorCode code() {
    return switch (this) {
      case PartOfItself _ -> ErrorCode.INVALID_ARGUMENT;
    };
  }

  @Override
  default String message() {
    return switch (this) {
      case PartOfItself(var organization, var parent) ->
          "input.parent: %s cannot become a part of %s, which is itself or a part of it"
              .formatted(organization, parent);
    };
  }
}
