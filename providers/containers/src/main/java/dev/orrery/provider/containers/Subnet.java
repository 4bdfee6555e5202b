package dev.orrery.provider.containers;

import java.net.InetAddress;
import java.util.Arrays;

/// A range of addresses in CIDR notation.
record Subnet(InetAddress base, int length) {

  /// @throws IllegalArgumentException when it is no CIDR notation
  static Subnet parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("not a subnet such as 10.77.0.0/16: " + text);
    }
    var base = InetAddress.ofLiteral(text.substring(0, slash));
    int length = Integer.parseInt(text.substring(slash + 1));
    if (length < 0 || length > base.getAddress().length * 8) {
      throw new IllegalArgumentException("a prefix cannot be that long: " + text);
    }
    return new Subnet(base, length);
  }

  boolean isV6() {
    return base.getAddress().length == 16;
  }

  boolean contains(String address) {
    var bytes = InetAddress.ofLiteral(address).getAddress();
    var prefix = base.getAddress();
    if (bytes.length != prefix.length) {
      return false;
    }
    int whole = length / 8;
    int rest = length % 8;
    return Arrays.equals(bytes, 0, whole, prefix, 0, whole)
        && (rest == 0 || (bytes[whole] ^ prefix[whole]) >> 8 - rest == 0);
  }

  @Override
  public String toString() {
    return base.getHostAddress() + "/" + length;
  }
}
