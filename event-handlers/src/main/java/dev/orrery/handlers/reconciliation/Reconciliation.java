package dev.orrery.handlers.reconciliation;

import dev.orrery.handlers.jobs.DesiredCompute;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.resource.Row;
import dev.orrery.kit.subgraph.resource.Snapshot;
import dev.orrery.provider.protocol.Wire;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What is known of how a resource is, compared with how it shall be.
@Entity
@Table(name = "reconciliation")
@SuppressWarnings("NullAway.Init")
class Reconciliation implements Row {
  static final String PREFIX = "rec";

  @Id UUID id;

  @Column(updatable = false)
  @Nullable UUID organization;

  @Column(updatable = false)
  @Nullable UUID project;

  String provider;

  @Column(updatable = false)
  String kind;

  long generation;
  String desired;

  @Enumerated(EnumType.STRING)
  @Nullable Policy policy;

  @Enumerated(EnumType.STRING)
  SyncStatus status;

  String attributes;
  @Nullable String message;

  @Column(name = "given_up")
  boolean givenUp;

  /// The id of the job that puts it right, while there is one.
  @Nullable String correction;

  long corrections;

  @Column(name = "observed_at")
  @Nullable Instant observedAt;

  @Column(name = "drifted_at")
  @Nullable Instant driftedAt;

  @Column(name = "corrected_at")
  @Nullable Instant correctedAt;

  @Column(name = "look_at")
  Instant lookAt;

  long looks;
  boolean answered;
  long version;

  @Column(name = "created_at", updatable = false)
  Instant createdAt;

  @Column(name = "updated_at")
  Instant updatedAt;

  /// For Hibernate.
  protected Reconciliation() {}

  @Override
  public UUID id() {
    return id;
  }

  /// With the moment of the last look, which events leave out: that nothing has changed is no news.
  @Override
  public Snapshot snapshot() {
    return told().value("observedAt", observedAt).value("nextLookAt", lookAt);
  }

  /// As its events show it.
  Snapshot told() {
    return Snapshot.begin()
        .reference("id", PREFIX, id)
        .reference("organization", "org", organization)
        .reference("project", "proj", project)
        .reference("instance", "inst", id)
        .value("provider", provider)
        .value("generation", generation)
        .value("policy", policy)
        .value("status", status)
        .value("attributes", Attribute.maps(attributes))
        .value("message", message)
        .value("corrections", corrections)
        .value("job", correction)
        .value("driftedAt", driftedAt)
        .value("correctedAt", correctedAt)
        .value("version", version)
        .value("createdAt", createdAt)
        .value("updatedAt", updatedAt);
  }

  TypeId typeId() {
    return new TypeId(PREFIX, id);
  }

  TypeId resource() {
    return new TypeId("inst", id);
  }

  List<Attribute> known() {
    return Attribute.read(attributes);
  }

  DesiredCompute wanted() {
    try {
      return Wire.read(desired.getBytes(StandardCharsets.UTF_8), DesiredCompute.class);
    } catch (IOException e) {
      throw new IllegalStateException("%s has no readable desired state".formatted(id), e);
    }
  }
}
