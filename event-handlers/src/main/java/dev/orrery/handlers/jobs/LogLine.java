package dev.orrery.handlers.jobs;

import dev.orrery.kit.subgraph.resource.Row;
import dev.orrery.kit.subgraph.resource.Snapshot;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/// One line of what a provider said about a step.
@Entity
@Table(name = "job_log")
@SuppressWarnings("NullAway.Init")
class LogLine implements Row {
  static final String PREFIX = "line";

  @Id UUID id;
  UUID step;
  String text;

  @Column(name = "created_at")
  Instant createdAt;

  /// For Hibernate.
  protected LogLine() {}

  @Override
  public UUID id() {
    return id;
  }

  @Override
  public Snapshot snapshot() {
    return Snapshot.begin()
        .reference("id", PREFIX, id)
        .reference("step", "step", step)
        .value("at", createdAt)
        .value("text", text);
  }
}
