package dev.orrery.handlers.secret;

import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.resource.Row;
import dev.orrery.kit.subgraph.resource.Snapshot;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/// A secret for one provider. What is kept of it, only that provider can open.
@Entity
@Table(name = "secret")
@SuppressWarnings("NullAway.Init")
class Secret implements Row {
  static final String PREFIX = "sec";

  @Id UUID id;
  UUID organization;
  String name;
  String provider;

  @Column(name = "key_id")
  String keyId;

  String sealed;
  long version;

  @Column(name = "created_at")
  Instant createdAt;

  @Column(name = "updated_at")
  Instant updatedAt;

  /// For Hibernate.
  protected Secret() {}

  @Override
  public UUID id() {
    return id;
  }

  /// All but what it is about, sealed or not.
  @Override
  public Snapshot snapshot() {
    return Snapshot.begin()
        .reference("id", PREFIX, id)
        .reference("organization", "org", organization)
        .value("name", name)
        .value("provider", provider)
        .value("keyId", keyId)
        .value("version", version)
        .value("createdAt", createdAt)
        .value("updatedAt", updatedAt);
  }

  TypeId typeId() {
    return new TypeId(PREFIX, id);
  }
}
