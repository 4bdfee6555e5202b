package dev.orrery.ipam.vrf;

import dev.orrery.ipam.notation.HostAddress;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A route distinguisher in one of the three forms of RFC 4364, section 4.2: a 2-byte AS number and
/// 4 bytes, an IPv4 address and 2 bytes, a 4-byte AS number and 2 bytes.
record RouteDistinguisher(String text) {
  private static final Pattern BY_AS = Pattern.compile("(0|[1-9]\\d{0,9}):(0|[1-9]\\d{0,9})");
  private static final Pattern BY_ADDRESS = Pattern.compile("([0-9.]{7,15}):(0|[1-9]\\d{0,4})");
  private static final long TWO_BYTES = 0xFFFFL;
  private static final long FOUR_BYTES = 0xFFFF_FFFFL;

  static Answer<RouteDistinguisher> parse(String text, String path) {
    return isByAs(text) || isByAddress(text, path)
        ? Answer.granted(new RouteDistinguisher(text))
        : Answer.refused(
            new InvalidArgument(
                path,
                "'%s' is not a route distinguisher; write, for example, 65000:100 or 192.0.2.1:100"
                    .formatted(text)));
  }

  private static boolean isByAs(String text) {
    Matcher parts = BY_AS.matcher(text);
    if (!parts.matches()) {
      return false;
    }
    long administrator = Long.parseLong(parts.group(1));
    long assigned = Long.parseLong(parts.group(2));
    return administrator <= TWO_BYTES && assigned <= FOUR_BYTES
        || administrator <= FOUR_BYTES && assigned <= TWO_BYTES;
  }

  private static boolean isByAddress(String text, String path) {
    Matcher parts = BY_ADDRESS.matcher(text);
    return parts.matches()
        && HostAddress.parse(parts.group(1), path) instanceof Answer.Granted<HostAddress>
        && Long.parseLong(parts.group(2)) <= TWO_BYTES;
  }
}
