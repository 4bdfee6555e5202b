package dev.orrery.instance.image;

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

@Entity
@Table(name = "image")
public class ImageRow implements ResourceRow {
  @Id private UUID id;

  @Embedded private ResourceHeader header;

  @Column(name = "operating_system", nullable = false, updatable = false)
  private String operatingSystem;

  @Column(name = "operating_system_version", nullable = false, updatable = false)
  private String operatingSystemVersion;

  @Column(name = "architecture", nullable = false, updatable = false)
  private String architecture;

  /// For Hibernate, which fills the fields right after.
  @SuppressWarnings("NullAway.Init")
  protected ImageRow() {}

  ImageRow(
      ResourceHeader header,
      String operatingSystem,
      String operatingSystemVersion,
      String architecture) {
    this.id = TypeId.generate("img").uuid();
    this.header = header;
    this.operatingSystem = operatingSystem;
    this.operatingSystemVersion = operatingSystemVersion;
    this.architecture = architecture;
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
        .snapshot("img", id)
        .value("operatingSystem", operatingSystem)
        .value("operatingSystemVersion", operatingSystemVersion)
        .value("architecture", architecture);
  }
}
