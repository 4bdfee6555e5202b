package dev.orrery.instance.instance;

import dev.orrery.instance.graphql.types.AdoptInstanceInput;
import dev.orrery.instance.graphql.types.InstanceInterfaceInput;
import dev.orrery.instance.instance.Observation.NetworkInterface;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import dev.orrery.kit.subgraph.error.RefusedException;
import inet.ipaddr.AddressStringException;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a client found out about a machine, checked and in canonical form.
final class AdoptedFacts {
  private static final int MOST = 256;
  private static final int LONGEST_TEXT = 255;
  private static final Pattern MAC =
      Pattern.compile("[0-9a-fA-F]{2}(?::[0-9a-fA-F]{2}){5}|[0-9a-fA-F]{2}(?:-[0-9a-fA-F]{2}){5}");

  /// One whole address: no wildcard, zone, or number that leaves bytes out.
  private static final IPAddressStringParameters ONE_ADDRESS =
      new IPAddressStringParameters.Builder()
          .allowEmpty(false)
          .allowAll(false)
          .allowPrefix(false)
          .allowMask(false)
          .allowSingleSegment(false)
          .allowWildcardedSeparator(false)
          .setRangeOptions(inet.ipaddr.AddressStringParameters.RangeParameters.NO_RANGE)
          .getIPv4AddressParametersBuilder()
          .allow_inet_aton(false)
          .allowLeadingZeros(false)
          .getParentBuilder()
          .getIPv6AddressParametersBuilder()
          .allowZone(false)
          .allowBase85(false)
          .getParentBuilder()
          .toParams();

  private AdoptedFacts() {}

  static Answer<Observation> read(AdoptInstanceInput input, Instant at) {
    try {
      List<NetworkInterface> interfaces = interfaces(input.getInterfaces());
      Set<String> addresses = new LinkedHashSet<>();
      interfaces.forEach(
          found -> found.addresses().stream().map(AdoptedFacts::bare).forEach(addresses::add));
      return Answer.granted(
          new Observation(
              null,
              text(input.getHostname(), "input.hostname"),
              List.copyOf(addresses),
              positive(input.getVcpus(), "input.vcpus"),
              positive(input.getMemoryMib(), "input.memoryMib"),
              text(input.getOperatingSystem(), "input.operatingSystem"),
              interfaces,
              null,
              at,
              null));
    } catch (RefusedException refused) {
      return Answer.refused(refused.error());
    }
  }

  private static List<NetworkInterface> interfaces(@Nullable List<InstanceInterfaceInput> given) {
    List<NetworkInterface> interfaces = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    for (InstanceInterfaceInput found : atMost(given, "input.interfaces")) {
      String path = "input.interfaces.%d".formatted(interfaces.size());
      @Nullable String name = text(found.getName(), path + ".name");
      if (name == null || name.isBlank()) {
        throw refused(path + ".name", "an interface has a name");
      }
      if (!names.add(name)) {
        throw refused(path + ".name", "another interface is called '%s' too".formatted(name));
      }
      interfaces.add(
          new NetworkInterface(
              name,
              mac(found.getMac(), path + ".mac"),
              addresses(found.getAddresses(), path + ".addresses")));
    }
    return interfaces;
  }

  private static @Nullable String mac(@Nullable String given, String path) {
    if (given == null) {
      return null;
    }
    if (!MAC.matcher(given).matches()) {
      throw refused(
          path, "'%s' is not a hardware address such as 52:54:00:12:34:56".formatted(given));
    }
    return given.toLowerCase(Locale.ROOT).replace('-', ':');
  }

  private static List<String> addresses(@Nullable List<String> given, String path) {
    List<String> addresses = new ArrayList<>();
    for (String address : atMost(given, path)) {
      addresses.add(address(address, "%s.%d".formatted(path, addresses.size())));
    }
    return addresses;
  }

  /// @param given with its prefix length or without
  private static String address(String given, String path) {
    int slash = given.indexOf('/');
    try {
      IPAddress address =
          new IPAddressString(slash < 0 ? given : given.substring(0, slash), ONE_ADDRESS)
              .toAddress();
      return slash < 0
          ? address.toCanonicalString()
          : address.toCanonicalString() + "/" + length(given.substring(slash + 1), address);
    } catch (AddressStringException | NumberFormatException malformed) {
      throw refused(
          path,
          "'%s' is not an IP address such as 10.0.0.7, 10.0.0.7/24 or 2001:db8::7"
              .formatted(given));
    }
  }

  private static int length(String given, IPAddress address) {
    int length = Integer.parseInt(given);
    if (length < 0 || length > address.getBitCount()) {
      throw new NumberFormatException(given);
    }
    return length;
  }

  private static String bare(String address) {
    int slash = address.indexOf('/');
    return slash < 0 ? address : address.substring(0, slash);
  }

  private static <T> List<T> atMost(@Nullable List<T> given, String path) {
    if (given == null) {
      return List.of();
    }
    if (given.size() > MOST) {
      throw refused(path, "%d, at most %d are recorded".formatted(given.size(), MOST));
    }
    return given;
  }

  private static int positive(int given, String path) {
    if (given < 1) {
      throw refused(path, "%d is not positive".formatted(given));
    }
    return given;
  }

  private static @Nullable String text(@Nullable String given, String path) {
    if (given != null && given.length() > LONGEST_TEXT) {
      throw refused(path, "longer than %d characters".formatted(LONGEST_TEXT));
    }
    return given;
  }

  private static RefusedException refused(String path, String problem) {
    return new RefusedException(new InvalidArgument(path, problem));
  }
}
