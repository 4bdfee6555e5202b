package dev.orrery.ipam.notation;

import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import inet.ipaddr.IPAddress;
import java.util.Optional;

/// The address of one host, without a mask, canonical: IPv6 as RFC 5952 writes it.
public record HostAddress(String text) {

  /// @param path where the text stands in the arguments
  public static Answer<HostAddress> parse(String text, String path) {
    Optional<IPAddress> read = StrictNotation.read(text);
    if (read.isEmpty()) {
      return refused(
          path,
          "'%s' is not an address; write, for example, 10.20.0.7 or 2001:db8::7".formatted(text));
    }
    IPAddress address = read.get();
    if (address.isPrefixed()) {
      return refused(
          path,
          "'%s' has a length; write the address alone: %s"
              .formatted(text, address.withoutPrefixLength().toCanonicalString()));
    }
    return StrictNotation.isDisguised(address)
        ? refused(path, "'%s' is IPv4 written as IPv6; write it as IPv4".formatted(text))
        : Answer.granted(new HostAddress(address.toCanonicalString()));
  }

  private static Answer<HostAddress> refused(String path, String problem) {
    return Answer.refused(new InvalidArgument(path, problem));
  }
}
