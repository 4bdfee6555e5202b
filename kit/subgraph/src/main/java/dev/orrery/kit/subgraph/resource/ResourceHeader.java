package dev.orrery.kit.subgraph.resource;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/// The columns that every resource's table has, embedded in its row.
///
/// ```sql
/// id uuid primary key, organization_id uuid not null, project_id uuid, name text not null, status text not null,
/// labels jsonb not null, annotations jsonb not null, version bigint not null, created_at timestamptz not null,
/// updated_at timestamptz not null, deletion_requested_at timestamptz
/// ```
@Embeddable
public class ResourceHeader {
  @Column(name = "organization_id", nullable = false, updatable = false)
  private UUID organization;

  @Column(name = "project_id")
  private @Nullable UUID project;

  @Column(name = "name", nullable = false)
  private String name;

  @Enumerated(EnumType.STRING)
  @Column(name = "status", nullable = false)
  private ResourceStatus status;

  @JdbcTypeCode(SqlTypes.JSON)
  @Column(name = "labels", nullable = false)
  private Map<String, Object> labels;

  @JdbcTypeCode(SqlTypes.JSON)
  @Column(name = "annotations", nullable = false)
  private Map<String, Object> annotations;

  @Column(name = "version", nullable = false)
  private long version;

  @Column(name = "created_at", nullable = false, updatable = false)
  private Instant createdAt;

  @Column(name = "updated_at", nullable = false)
  private Instant updatedAt;

  @Column(name = "deletion_requested_at")
  private @Nullable Instant deletionRequestedAt;

  /// For Hibernate, which fills the fields right after.
  @SuppressWarnings("NullAway.Init")
  protected ResourceHeader() {}

  public ResourceHeader(
      UUID organization, @Nullable UUID project, String name, ResourceStatus status) {
    this.organization = organization;
    this.project = project;
    this.name = name;
    this.status = status;
    this.labels = Map.of();
    this.annotations = Map.of();
    this.version = 1;
    this.createdAt = now();
    this.updatedAt = createdAt;
  }

  /// PostgreSQL keeps microseconds; what was answered and what is read later must be equal.
  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }

  public UUID organization() {
    return organization;
  }

  public @Nullable UUID project() {
    return project;
  }

  public void project(@Nullable UUID value) {
    project = value;
  }

  public String name() {
    return name;
  }

  public void name(String value) {
    name = value;
  }

  public ResourceStatus status() {
    return status;
  }

  public void status(ResourceStatus value) {
    status = value;
  }

  public Map<String, Object> labels() {
    return labels;
  }

  /// The labels as rights look at them.
  public Map<String, String> labelTexts() {
    Map<String, String> texts = new HashMap<>();
    labels.forEach((key, value) -> texts.put(key, String.valueOf(value)));
    return texts;
  }

  public void labels(Map<String, Object> value) {
    labels = value;
  }

  public Map<String, Object> annotations() {
    return annotations;
  }

  public void annotations(Map<String, Object> value) {
    annotations = value;
  }

  public long version() {
    return version;
  }

  public Instant createdAt() {
    return createdAt;
  }

  public Instant updatedAt() {
    return updatedAt;
  }

  public @Nullable Instant deletionRequestedAt() {
    return deletionRequestedAt;
  }

  /// Marks the resource as going; asking again changes nothing.
  public void requestDeletion() {
    status = ResourceStatus.DELETING;
    if (deletionRequestedAt == null) {
      deletionRequestedAt = now();
    }
  }

  /// Counts one change. Only [Resources] calls this, under the row's lock, so that versions have no
  /// gaps.
  void changed() {
    version++;
    updatedAt = now();
  }

  /// Begins the snapshot of a row that has this header.
  public Snapshot snapshot(String prefix, UUID id) {
    return Snapshot.begin()
        .reference("id", prefix, id)
        .reference("organization", "org", organization)
        .reference("project", "proj", project)
        .value("name", name)
        .value("status", status)
        .value("labels", labels)
        .value("annotations", annotations)
        .value("version", version)
        .value("createdAt", createdAt)
        .value("updatedAt", updatedAt)
        .value("deletionRequestedAt", deletionRequestedAt);
  }
}
