package dev.orrery.ipam.notation;

import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import inet.ipaddr.IPAddress;
import java.math.BigInteger;
import java.util.Objects;
import java.util.Optional;

/// A network in CIDR notation (RFC 4632), canonical: no host bits, IPv6 as RFC 5952 writes it.
public final class Network {
  private final IPAddress block;

  private Network(IPAddress block) {
    this.block = block;
  }

  /// @param path where the text stands in the arguments
  public static Answer<Network> parse(String text, String path) {
    Optional<IPAddress> read = StrictNotation.read(text);
    if (read.isEmpty()) {
      return refused(
          path,
          "'%s' is not a network; write, for example, 10.20.0.0/16 or 2001:db8::/32"
              .formatted(text));
    }
    IPAddress address = read.get();
    if (!address.isPrefixed()) {
      return refused(
          path,
          "'%s' has no length; for the single address write %s/%d"
              .formatted(text, address.toCanonicalString(), address.getBitCount()));
    }
    if (StrictNotation.isDisguised(address)) {
      return refused(path, "'%s' is IPv4 written as IPv6; write it as IPv4".formatted(text));
    }
    IPAddress block = address.toPrefixBlock();
    return address.toZeroHost().getLower().equals(address.getLower())
        ? Answer.granted(new Network(block))
        : refused(
            path,
            "'%s' has bits set behind its length; the network it lies in is %s"
                .formatted(text, block.toCanonicalString()));
  }

  /// A network as the database holds it.
  public static Network of(String canonical) {
    return new Network(StrictNotation.read(canonical).orElseThrow().toPrefixBlock());
  }

  public String text() {
    return block.toCanonicalString();
  }

  /// How many bits the network's own part has.
  public int length() {
    return Objects.requireNonNull(block.getNetworkPrefixLength());
  }

  /// The length of a network of a single address: 32 or 128.
  public int bits() {
    return block.getBitCount();
  }

  /// The lowest address that a host may have.
  public String firstUsable() {
    IPAddress lowest = block.getLower().withoutPrefixLength();
    return (reservesItsEnds() ? lowest.increment(1) : lowest).toCanonicalString();
  }

  /// The highest address that a host may have.
  public String lastUsable() {
    IPAddress highest = block.getUpper().withoutPrefixLength();
    return (reservesItsEnds() ? highest.increment(-1) : highest).toCanonicalString();
  }

  /// How many addresses hosts may have.
  public BigInteger capacity() {
    BigInteger all = BigInteger.TWO.pow(bits() - length());
    return reservesItsEnds() ? all.subtract(BigInteger.TWO) : all;
  }

  /// IPv4 has a network and a broadcast address (RFC 919), except in a /31 (RFC 3021) and a /32.
  private boolean reservesItsEnds() {
    return block.isIPv4() && length() < 31;
  }

  private static Answer<Network> refused(String path, String problem) {
    return Answer.refused(new InvalidArgument(path, problem));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Network network && network.block.equals(block);
  }

  @Override
  public int hashCode() {
    return block.hashCode();
  }

  @Override
  public String toString() {
    return text();
  }
}
