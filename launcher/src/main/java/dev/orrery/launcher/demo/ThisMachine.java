package dev.orrery.launcher.demo;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import oshi.SystemInfo;
import oshi.hardware.NetworkIF;

/// The machine that runs this, as its operating system tells it.
record ThisMachine(
    String hostname,
    String operatingSystem,
    int processors,
    long memoryMib,
    List<Interface> interfaces) {

  /// @param addresses with their prefix lengths: `192.0.2.7/24`
  record Interface(String name, String mac, List<String> addresses) {}

  static ThisMachine look() {
    SystemInfo system = new SystemInfo();
    List<Interface> interfaces = new ArrayList<>();
    for (NetworkIF network : system.getHardware().getNetworkIFs(true)) {
      List<String> addresses = new ArrayList<>();
      addAll(addresses, network.getIPv4addr(), network.getSubnetMasks());
      addAll(addresses, network.getIPv6addr(), network.getPrefixLengths());
      interfaces.add(new Interface(network.getName(), network.getMacaddr(), addresses));
    }
    return new ThisMachine(
        system.getOperatingSystem().getNetworkParams().getHostName(),
        system.getOperatingSystem().toString(),
        system.getHardware().getProcessor().getLogicalProcessorCount(),
        system.getHardware().getMemory().getTotal() >> 20,
        interfaces);
  }

  private static void addAll(List<String> addresses, String[] found, Short[] lengths) {
    for (int i = 0; i < found.length && i < lengths.length; i++) {
      addresses.add(canonical(found[i]) + "/" + lengths[i]);
    }
  }

  /// Without the zone of link-local addresses, which is this machine's own business.
  private static String canonical(String address) {
    int zone = address.indexOf('%');
    return zone < 0 ? address : address.substring(0, zone);
  }

  /// The networks that the interfaces are in, without their host bits: `192.0.2.0/24`.
  List<String> networks() {
    return interfaces.stream()
        .flatMap(network -> network.addresses().stream())
        .map(ThisMachine::network)
        .distinct()
        .toList();
  }

  private static String network(String address) {
    String[] parts = address.split("/", 2);
    int length = Integer.parseInt(parts[1]);
    try {
      byte[] bits = InetAddress.getByName(parts[0]).getAddress();
      for (int bit = length; bit < bits.length * 8; bit++) {
        bits[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
      }
      return text(bits) + "/" + length;
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(
          "an address needs no look-up: " + Arrays.toString(parts), impossible);
    }
  }

  private static String text(byte[] bits) throws UnknownHostException {
    return InetAddress.getByAddress(bits).getHostAddress();
  }
}
