package dev.orrery.ipam.notation;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import inet.ipaddr.IncompatibleAddressException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads addresses as RFC 4291 and RFC 4632 write them, and none of the other forms that the
/// library knows: no wildcards, no ranges, no zones, no octal, no missing octets.
final class StrictNotation {
  private static final IPAddressStringParameters STRICT =
      new IPAddressStringParameters.Builder()
          .allowEmpty(false)
          .allowAll(false)
          .allowSingleSegment(false)
          .allowMask(false)
          .allowPrefixOnly(false)
          .allowWildcardedSeparator(false)
          .allow_inet_aton(false)
          .setRangeOptions(RangeParameters.NO_RANGE)
          .getIPv4AddressParametersBuilder()
          .allowLeadingZeros(false)
          .allowBinary(false)
          .getParentBuilder()
          .getIPv6AddressParametersBuilder()
          .allowZone(false)
          .allowBase85(false)
          .allowBinary(false)
          .getParentBuilder()
          .toParams();

  private StrictNotation() {}

  static Optional<IPAddress> read(String text) {
    if (!text.equals(text.strip())) {
      return Optional.empty();
    }
    try {
      @Nullable IPAddress address = new IPAddressString(text, STRICT).toAddress();
      return Optional.ofNullable(address);
    } catch (AddressStringException | IncompatibleAddressException malformed) {
      return Optional.empty();
    }
  }

  /// Whether it is an IPv4 address in IPv6's clothes (`::ffff:10.0.0.1`), which would let one
  /// address be there twice.
  static boolean isDisguised(IPAddress address) {
    return address.isIPv6() && address.toIPv6().isIPv4Mapped();
  }
}
