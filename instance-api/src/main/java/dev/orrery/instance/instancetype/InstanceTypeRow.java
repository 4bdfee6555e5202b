package dev.orrery.instance.instancetype;

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

/// A size. Its numbers are fixed, so that an instance of it can copy them.
@Entity
@Table(name = "instance_type")
public class InstanceTypeRow implements ResourceRow {
  @Id private UUID id;

  @Embedded private ResourceHeader header;

  @Column(name = "vcpus", nullable = false, updatable = false)
  private int vcpus;

  @Column(name = "memory_mib", nullable = false, updatable = false)
  private int memoryMib;

  /// For Hibernate, which fills the fields right after.
  @SuppressWarnings("NullAway.Init")
  protected InstanceTypeRow() {}

  InstanceTypeRow(ResourceHeader header, int vcpus, int memoryMib) {
    this.id = TypeId.generate("itype").uuid();
    this.header = header;
    this.vcpus = vcpus;
    this.memoryMib = memoryMib;
  }

  public int vcpus() {
    return vcpus;
  }

  public int memoryMib() {
    return memoryMib;
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
    return header.snapshot("itype", id).value("vcpus", vcpus).value("memoryMib", memoryMib);
  }
}
