package dev.orrery.permissions.account;

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

/// A program that has rights of its own.
@Entity
@Table(name = "service_account")
public class ServiceAccountRow implements ResourceRow {
  @Id private UUID id;

  @Embedded private ResourceHeader header;

  @Column(name = "provider_account", nullable = false, updatable = false)
  private boolean providerAccount;

  @Column(name = "active", nullable = false)
  boolean active;

  /// For Hibernate, which fills the fields right after.
  @SuppressWarnings("NullAway.Init")
  protected ServiceAccountRow() {}

  ServiceAccountRow(ResourceHeader header, boolean providerAccount) {
    this.id = TypeId.generate("sa").uuid();
    this.header = header;
    this.providerAccount = providerAccount;
    this.active = true;
  }

  @Override
  public UUID id() {
    return id;
  }

  @Override
  public ResourceHeader header() {
    return header;
  }

  /// Whether it is a provider's, which is kept apart from the accounts of tenants.
  public boolean providerAccount() {
    return providerAccount;
  }

  /// Whether it may do anything at all.
  public boolean active() {
    return active;
  }

  @Override
  public Snapshot snapshot() {
    return header
        .snapshot("sa", id)
        .value("providerAccount", providerAccount)
        .value("active", active);
  }
}
