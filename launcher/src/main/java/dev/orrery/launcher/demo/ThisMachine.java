package dev.orrery.launcher.demo;

import inet.ipaddr.IPAddressString;
import java.util.ArrayList;
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
      addresses.add(
          new IPAddressString(found[i])
              .getAddress()
              .setPrefixLength(lengths[i], false)
              .toCanonicalString());
    }
  }

  /// The networks that the interfaces are in, without their host bits: `192.0.2.0/24`.
  List<String> networks() {
    return interfaces.stream()
        .flatMap(network -> network.addresses().stream())
        .map(address ->
            new IPAddressString(address)
                .getAddress()
                .toPrefixBlock()
                .getLower()
                .toCanonicalString())
        .distinct()
        .toList();
  }
}
