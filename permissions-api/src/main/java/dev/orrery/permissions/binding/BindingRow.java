package dev.orrery.permissions.binding;

import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.resource.ResourceHeader;
import dev.orrery.kit.subgraph.resource.ResourceRow;
import dev.orrery.kit.subgraph.resource.Snapshot;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// That a subject has a role on a scope and everything below it.
@Entity
@Table(name = "role_binding")
public class BindingRow implements ResourceRow {
  @Id private UUID id;

  @Embedded private ResourceHeader header;

  @Column(name = "subject", nullable = false, updatable = false)
  private String subject;

  @Column(name = "role_id", nullable = false, updatable = false)
  private UUID role;

  @Column(name = "resource", updatable = false)
  private @Nullable String resource;

  @Column(name = "expires_at")
  @Nullable Instant expiresAt;

  @Column(name = "condition")
  @Nullable String condition;

  /// For Hibernate, which fills the fields right after.
  @SuppressWarnings("NullAway.Init")
  protected BindingRow() {}

  BindingRow(ResourceHeader header, TypeId subject, UUID role, @Nullable TypeId resource) {
    this.id = TypeId.generate("bind").uuid();
    this.header = header;
    this.subject = subject.toString();
    this.role = role;
    this.resource = resource == null ? null : resource.toString();
  }

  @Override
  public UUID id() {
    return id;
  }

  @Override
  public ResourceHeader header() {
    return header;
  }

  TypeId subject() {
    return TypeId.parse(subject);
  }

  UUID role() {
    return role;
  }

  Scope scope() {
    return new Scope(
        header.organization(), header.project(), resource == null ? null : TypeId.parse(resource));
  }

  @Override
  public List<TypeId> related() {
    List<TypeId> related = new ArrayList<>(List.of(subject(), new TypeId("role", role)));
    if (resource != null) {
      related.add(TypeId.parse(resource));
    }
    return related;
  }

  @Override
  public Snapshot snapshot() {
    return header
        .snapshot("bind", id)
        .value("subject", subject)
        .reference("role", "role", role)
        .value("resource", resource)
        .value("expiresAt", expiresAt)
        .value("condition", condition);
  }
}
