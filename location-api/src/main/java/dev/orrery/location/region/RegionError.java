package dev.orrery.location.region;

import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.DomainError;
import dev.orrery.kit.subgraph.error.ErrorCode;

/// Why a region could not be made or moved.
sealed interface RegionError extends DomainError {

  /// The tree of regions must stay a tree.
  record InsideItself(TypeId region, TypeId parent) implements RegionError {}

  @Override
  default ErrorCode code() {
    return switch (this) {
      case InsideItself _ -> ErrorCode.INVALID_ARGUMENT;
    };
  }

  @Override
  default String message() {
    return switch (this) {
      case InsideItself(var region, var parent) ->
          "input.parent: %s cannot be moved into %s, which is itself or lies inside it"
              .formatted(region, parent);
    };
  }
}
