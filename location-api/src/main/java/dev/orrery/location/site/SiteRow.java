package dev.orrery.location.site;

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
@Table(name = "site")
public class SiteRow implements ResourceRow {
  @Id private UUID id;

  @Embedded private ResourceHeader header;

  @Column(name = "region_id", nullable = false)
  UUID region;

  @Column(name = "address")
  @Nullable String address;

  @Column(name = "latitude")
  @Nullable Double latitude;

  @Column(name = "longitude")
  @Nullable Double longitude;

  @Column(name = "time_zone")
  @Nullable String timeZone;

  /// For Hibernate, which fills the fields right after.
  @SuppressWarnings("NullAway.Init")
  protected SiteRow() {}

  SiteRow(ResourceHeader header, UUID region) {
    this.id = TypeId.generate("site").uuid();
    this.header = header;
    this.region = region;
  }

  void place(SitePlace place) {
    latitude = place.latitude();
    longitude = place.longitude();
    timeZone = place.timeZone();
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
        .snapshot("site", id)
        .reference("region", "reg", region)
        .value("address", address)
        .value("latitude", latitude)
        .value("longitude", longitude)
        .value("timeZone", timeZone);
  }
}
