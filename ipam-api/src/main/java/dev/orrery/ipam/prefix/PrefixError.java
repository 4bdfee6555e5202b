package dev.orrery.ipam.prefix;

import dev.orrery.ipam.notation.Network;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.DomainError;
import dev.orrery.kit.subgraph.error.ErrorCode;
import java.util.Map;

/// Why a prefix could not be made.
sealed interface PrefixError extends DomainError {

  /// Within a table, a network is there once.
  record Taken(Network network, TypeId holder) implements PrefixError {}

  /// A prefix has no free block of that length.
  record Full(TypeId prefix, int length) implements PrefixError {}

  /// A block must be smaller than what it is taken out of.
  record BadLength(int length, Network network) implements PrefixError {}

  /// More would have to move into it than one transaction should.
  record TooMuchInside(Network network, long count, long most) implements PrefixError {}

  @Override
  default ErrorCode code() {
    return switch (this) {
      case Taken _ -> ErrorCode.ALREADY_EXISTS;
      case Full _ -> ErrorCode.POOL_EXHAUSTED;
      case BadLength _ -> ErrorCode.INVALID_ARGUMENT;
      case TooMuchInside _ -> ErrorCode.CONFLICT;
    };
  }

  @Override
  default String message() {
    return switch (this) {
      case Taken(var network, var holder) ->
          "input.network: %s is already there in this VRF, as %s".formatted(network, holder);
      case Full(var prefix, var length) -> "%s has no free /%d".formatted(prefix, length);
      case BadLength(var length, var network) ->
          "input.length: a block of %s has a length of %d to %d, not %d"
              .formatted(network, network.length() + 1, network.bits(), length);
      case TooMuchInside(var network, var count, var most) ->
          "%d prefixes and addresses would move into %s, at most %d do so at once; create the prefixes inside it first"
              .formatted(count, network, most);
    };
  }

  @Override
  default Map<String, Object> details() {
    return switch (this) {
      case Taken(_, var holder) ->
          Map.of("argument", "input.network", "existing", holder.toString());
      case BadLength _ -> Map.of("argument", "input.length");
      case Full _, TooMuchInside _ -> Map.of();
    };
  }
}
