package dev.orrery.handlers.jobs;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What has to happen because an instance shall be different from now on.
@Entity
@Table(name = "job")
@SuppressWarnings("NullAway.Init")
class Job implements Row {
  @Id UUID id;

  @Enumerated(EnumType.STRING)
  @Column(updatable = false)
  JobKind kind;

  @Column(updatable = false)
  UUID resource;

  @Column(updatable = false)
  long generation;

  @Column(updatable = false)
  @Nullable UUID organization;

  @Column(updatable = false)
  @Nullable UUID project;

  @Column(updatable = false)
  String provider;

  @Column(updatable = false)
  String desired;

  String steps;

  @Enumerated(EnumType.STRING)
  WorkStatus status;

  long version;

  @Column(name = "created_at", updatable = false)
  Instant createdAt;

  @Column(name = "updated_at")
  Instant updatedAt;

  @Column(name = "finished_at")
  @Nullable Instant finishedAt;

  int priority;

  @Column(name = "queued_at")
  @Nullable Instant queuedAt;

  @Column(name = "in_flight")
  boolean inFlight;

  Instant deadline;

  @Column(name = "expires_at")
  @Nullable Instant expiresAt;

  @Column(updatable = false)
  @Nullable String traceparent;

  /// The newest revision of the policy that anything asked of the job was decided by; 0 for none.
  @Column(name = "policy_revision")
  long policyRevision;

  /// Where the instance is: ids, a JSON array.
  @Column(updatable = false)
  String locations;

  /// Ids of the secrets that go along, by the names under which the instance uses them: JSON.
  @Column(updatable = false)
  String secrets;

  /// Ids of those among them that whoever asked for them may not use: JSON.
  @Column(name = "refused_secrets")
  String refusedSecrets;

  @Column(name = "abandoned_by")
  @Nullable String abandonedBy;

  @Column(name = "abandoned_reason")
  @Nullable String abandonedReason;

  /// For Hibernate.
  protected Job() {}

  @Override
  public UUID id() {
    return id;
  }

  @Override
  public Snapshot snapshot() {
    return Snapshot.begin()
        .reference("id", "job", id)
        .reference("organization", "org", organization)
        .reference("project", "proj", project)
        .value("kind", kind)
        .value("status", status)
        .reference("instance", "inst", resource)
        .value("generation", generation)
        .value("provider", provider)
        .value("priority", priority)
        .value("queuedAt", queuedAt)
        .value("deadline", deadline)
        .value("abandoned", abandoned())
        .value("steps", StepView.read(steps))
        .value("version", version)
        .value("createdAt", createdAt)
        .value("updatedAt", updatedAt)
        .value("finishedAt", finishedAt);
  }

  private @Nullable Map<String, String> abandoned() {
    var by = abandonedBy;
    var reason = abandonedReason;
    return by == null || reason == null ? null : Map.of("by", by, "reason", reason);
  }

  TypeId typeId() {
    return new TypeId("job", id);
  }

  TypeId resourceId() {
    return new TypeId("inst", resource);
  }

  Map<String, String> secretsByName() {
    try {
      var byName = new HashMap<String, String>();
      Wire.read(secrets.getBytes(StandardCharsets.UTF_8), JsonNode.class)
          .properties()
          .forEach(each -> byName.put(each.getKey(), each.getValue().asText()));
      return byName;
    } catch (IOException e) {
      throw new IllegalStateException("the secrets of job %s cannot be read".formatted(id), e);
    }
  }

  Set<String> refusedSecrets() {
    try {
      return Set.of(Wire.read(refusedSecrets.getBytes(StandardCharsets.UTF_8), String[].class));
    } catch (IOException e) {
      throw new IllegalStateException("the secrets of job %s cannot be read".formatted(id), e);
    }
  }

  void refuse(Set<String> secretIds) {
    refusedSecrets = new String(Wire.write(secretIds), StandardCharsets.UTF_8);
  }

  /// Ids of the secrets that may go along.
  Set<String> usableSecrets() {
    var usable = new HashSet<>(secretsByName().values());
    usable.removeAll(refusedSecrets());
    return usable;
  }

  void finish(WorkStatus end, Instant now) {
    status = end;
    finishedAt = now;
    queuedAt = null;
  }
}
