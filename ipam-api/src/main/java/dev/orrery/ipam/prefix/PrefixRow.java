package dev.orrery.ipam.prefix;

import dev.orrery.ipam.notation.Network;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.resource.ResourceHeader;
import dev.orrery.kit.subgraph.resource.ResourceRow;
import dev.orrery.kit.subgraph.resource.Snapshot;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "prefix")
public class PrefixRow implements ResourceRow {
  @Id private UUID id;

  @Embedded private ResourceHeader header;

  @Column(name = "network_text", nullable = false, updatable = false)
  private String network;

  @Column(name = "vrf_id", updatable = false)
  private @Nullable UUID vrf;

  @Column(name = "parent_id")
  private @Nullable UUID parent;

  @Column(name = "parent_network_text")
  private @Nullable String parentNetwork;

  @Column(name = "site_id")
  @Nullable UUID site;

  @Column(name = "description")
  @Nullable String description;

  /// For Hibernate, which fills the fields right after.
  @SuppressWarnings("NullAway.Init")
  protected PrefixRow() {}

  PrefixRow(ResourceHeader header, Network network, @Nullable UUID vrf) {
    this.id = TypeId.generate("pfx").uuid();
    this.header = header;
    this.network = network.text();
    this.vrf = vrf;
    if (header.name().isEmpty()) {
      header.name(this.network);
    }
  }

  @Override
  public UUID id() {
    return id;
  }

  @Override
  public ResourceHeader header() {
    return header;
  }

  public Network network() {
    return Network.of(network);
  }

  public @Nullable UUID vrf() {
    return vrf;
  }

  public RoutingTable table() {
    return RoutingTable.of(header.organization(), vrf);
  }

  @Nullable UUID parent() {
    return parent;
  }

  /// Puts it directly into another prefix, or to the top.
  void moveInto(@Nullable PrefixRow around) {
    parent = around == null ? null : around.id;
    parentNetwork = around == null ? null : around.network;
  }

  @Override
  public List<TypeId> related() {
    return parent == null ? List.of() : List.of(new TypeId("pfx", parent));
  }

  @Override
  public Snapshot snapshot() {
    return header
        .snapshot("pfx", id)
        .value("network", network)
        .reference("vrf", "vrf", vrf)
        .reference("parent", "pfx", parent)
        .reference("site", "site", site)
        .value("description", description)
        .value("capacity", network().capacity().toString());
  }
}
