package dev.orrery.ipam.address;

import dev.orrery.ipam.notation.InetColumns;
import dev.orrery.kit.subgraph.page.Column;
import dev.orrery.kit.subgraph.resource.ResourceType;
import dev.orrery.kit.subgraph.resource.Resources;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// What the kit must know of IP addresses.
@ApplicationScoped
class IpAddresses {
  private static final ResourceType<IpAddressRow> TYPE =
      ResourceType.of("IpAddress", "ipAddresses", "ip", "ip_address", IpAddressRow.class)
          .filter("address", InetColumns.addresses("address"))
          .filter("prefix", Column.reference("prefix_id", "pfx"))
          .filter("vrf", Column.reference("vrf_id", "vrf"))
          .filter("instance", Column.reference("instance_id", "inst"))
          .filter("dnsName", Column.text("dns_name"))
          .filter("role", Column.choice("role"))
          .order("ADDRESS", "address", "inet")
          .unique("ip_address_unique", "an address in its VRF");

  @Produces
  @Singleton
  Resources<IpAddressRow> ipAddresses(Resources.Factory resources) {
    return resources.of(TYPE);
  }
}
