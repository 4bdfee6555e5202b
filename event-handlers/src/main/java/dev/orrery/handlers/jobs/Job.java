package dev.orrery.handlers.jobs;

import dev.orrery.kit.ids.TypeId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What has to happen because an instance shall be different from now on.
@Entity
@Table(name = "job")
@SuppressWarnings("NullAway.Init")
class Job {
  @Id UUID id;

  @Enumerated(EnumType.STRING)
  JobKind kind;

  UUID resource;
  long generation;
  @Nullable UUID organization;
  @Nullable UUID project;
  String provider;
  String desired;

  @Enumerated(EnumType.STRING)
  WorkStatus status;

  long version;

  @Column(name = "created_at")
  Instant createdAt;

  @Column(name = "updated_at")
  Instant updatedAt;

  @Column(name = "finished_at")
  @Nullable Instant finishedAt;

  /// For Hibernate.
  protected Job() {}

  TypeId typeId() {
    return new TypeId("job", id);
  }

  TypeId resourceId() {
    return new TypeId("inst", resource);
  }

  void finish(WorkStatus end, Instant now) {
    status = end;
    finishedAt = now;
  }
}
