package dev.orrery.ipam.address;

import dev.orrery.ipam.graphql.types.IpAddressRole;
import dev.orrery.ipam.notation.HostAddress;
import dev.orrery.ipam.prefix.PrefixRow;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.resource.ResourceHeader;
import dev.orrery.kit.subgraph.resource.ResourceRow;
import dev.orrery.kit.subgraph.resource.Snapshot;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "ip_address")
public class IpAddressRow implements ResourceRow {
  @Id private UUID id;

  @Embedded private ResourceHeader header;

  @Column(name = "address_text", nullable = false, updatable = false)
  private String address;

  @Column(name = "vrf_id", updatable = false)
  private @Nullable UUID vrf;

  @Column(name = "prefix_id", nullable = false)
  private UUID prefix;

  @Column(name = "prefix_network_text", nullable = false)
  private String prefixNetwork;

  @Column(name = "instance_id")
  @Nullable UUID instance;

  @Column(name = "dns_name")
  @Nullable String dnsName;

  @Enumerated(EnumType.STRING)
  @Column(name = "role")
  @Nullable IpAddressRole role;

  /// For Hibernate, which fills the fields right after.
  @SuppressWarnings("NullAway.Init")
  protected IpAddressRow() {}

  IpAddressRow(ResourceHeader header, HostAddress address, PrefixRow prefix) {
    this.id = TypeId.generate("ip").uuid();
    this.header = header;
    this.address = address.text();
    this.vrf = prefix.vrf();
    this.prefix = prefix.id();
    this.prefixNetwork = prefix.network().text();
  }

  @Override
  public UUID id() {
    return id;
  }

  @Override
  public ResourceHeader header() {
    return header;
  }

  String address() {
    return address;
  }

  void moveInto(PrefixRow around) {
    prefix = around.id();
    prefixNetwork = around.network().text();
  }

  /// The instance hears of its addresses by this.
  @Override
  public List<TypeId> related() {
    List<TypeId> related = new ArrayList<>();
    if (instance != null) {
      related.add(new TypeId("inst", instance));
    }
    related.add(new TypeId("pfx", prefix));
    return related;
  }

  @Override
  public Snapshot snapshot() {
    return header
        .snapshot("ip", id)
        .value("address", address)
        .reference("prefix", "pfx", prefix)
        .reference("vrf", "vrf", vrf)
        .reference("instance", "inst", instance)
        .value("dnsName", dnsName)
        .value("role", role);
  }
}
