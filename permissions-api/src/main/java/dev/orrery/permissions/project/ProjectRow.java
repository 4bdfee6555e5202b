package dev.orrery.permissions.project;

import dev.orrery.kit.access.Target;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.resource.ResourceHeader;
import dev.orrery.kit.subgraph.resource.ResourceRow;
import dev.orrery.kit.subgraph.resource.Snapshot;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

@Entity
@Table(name = "project")
public class ProjectRow implements ResourceRow {
  @Id private UUID id;

  @Embedded private ResourceHeader header;

  /// For Hibernate, which fills the fields right after.
  @SuppressWarnings("NullAway.Init")
  protected ProjectRow() {}

  ProjectRow(ResourceHeader header) {
    this.id = TypeId.generate("proj").uuid();
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

  /// A project lies in itself: what is given on it counts for it, too.
  @Override
  public Target target() {
    return new Target(header.organization(), id, id, header.labelTexts());
  }

  @Override
  public Snapshot snapshot() {
    return header.snapshot("proj", id);
  }
}
