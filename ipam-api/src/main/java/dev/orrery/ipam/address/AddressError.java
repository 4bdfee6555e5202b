package dev.orrery.ipam.address;

import dev.orrery.ipam.notation.HostAddress;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.DomainError;
import dev.orrery.kit.subgraph.error.ErrorCode;
import java.util.Map;

/// Why an address could not be taken.
public sealed interface AddressError extends DomainError {

  /// No address of the prefix is free.
  record PrefixFull(TypeId prefix) implements AddressError {}

  /// An address lies in a prefix; this one has none around it.
  record OutsideAllPrefixes(HostAddress address) implements AddressError {}

  @Override
  default ErrorCode code() {
    return switch (this) {
      case PrefixFull _ -> ErrorCode.POOL_EXHAUSTED;
      case OutsideAllPrefixes _ -> ErrorCode.INVALID_ARGUMENT;
    };
  }

  @Override
  default String message() {
    return switch (this) {
      case PrefixFull(var prefix) -> "%s has no free address".formatted(prefix);
      case OutsideAllPrefixes(var address) ->
          "input.address: no prefix of this VRF contains %s; create one first"
              .formatted(address.text());
    };
  }

  @Override
  default Map<String, Object> details() {
    return switch (this) {
      case PrefixFull _ -> Map.of();
      case OutsideAllPrefixes _ -> Map.of("argument", "input.address");
    };
  }
}
