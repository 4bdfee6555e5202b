package dev.orrery.ipam.vrf;

import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.resource.ResourceHeader;
import dev.orrery.kit.subgraph.resource.ResourceRow;
import dev.orrery.kit.subgraph.resource.Snapshot;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "vrf")
public class VrfRow implements ResourceRow {
  @Id private UUID id;

  @Embedded private ResourceHeader header;

  @Column(name = "route_distinguisher")
  @Nullable String routeDistinguisher;

  @Column(name = "description")
  @Nullable String description;

  /// For Hibernate, which fills the fields right after.
  @SuppressWarnings("NullAway.Init")
  protected VrfRow() {}

  VrfRow(ResourceHeader header) {
    this.id = TypeId.generate("vrf").uuid();
    this.header = header;
  }

  @Override
  public UUID id() {
    return id;
  }

  @Override
  public ResourceHeader header() {
    return header;
  }

  @Override
  public Snapshot snapshot() {
    return header
        .snapshot("vrf", id)
        .value("routeDistinguisher", routeDistinguisher)
        .value("description", description);
  }
}
