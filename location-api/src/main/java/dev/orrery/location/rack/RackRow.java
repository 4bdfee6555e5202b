package dev.orrery.location.rack;

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
@Table(name = "rack")
public class RackRow implements ResourceRow {
  @Id private UUID id;

  @Embedded private ResourceHeader header;

  @Column(name = "room_id", nullable = false)
  UUID room;

  @Column(name = "height_units", nullable = false)
  int heightUnits;

  @Column(name = "power_budget_watts")
  @Nullable Integer powerBudgetWatts;

  /// For Hibernate, which fills the fields right after.
  @SuppressWarnings("NullAway.Init")
  protected RackRow() {}

  RackRow(ResourceHeader header, UUID room, int heightUnits) {
    this.id = TypeId.generate("rack").uuid();
    this.header = header;
    this.room = room;
    this.heightUnits = heightUnits;
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
        .snapshot("rack", id)
        .reference("room", "room", room)
        .value("heightUnits", heightUnits)
        .value("powerBudgetWatts", powerBudgetWatts);
  }
}
