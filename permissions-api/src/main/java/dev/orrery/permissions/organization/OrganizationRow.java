package dev.orrery.permissions.organization;

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
@Table(name = "organization")
public class OrganizationRow implements ResourceRow {
  @Id private UUID id;

  @Embedded private ResourceHeader header;

  @Column(name = "parent_id")
  @Nullable UUID parent;

  /// For Hibernate, which fills the fields right after.
  @SuppressWarnings("NullAway.Init")
  protected OrganizationRow() {}

  OrganizationRow(ResourceHeader header) {
    this.id = header.organization();
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
    return header.snapshot("org", id).reference("parent", "org", parent);
  }
}
