package dev.orrery.permissions.personalaccesstoken;

import dev.orrery.kit.access.Scope;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/// A secret that a user gave to a program, or rather its digest: the secret itself is nowhere.
@Entity
@Table(name = "personal_access_token")
class PersonalAccessTokenRow implements ResourceRow {
  static final String PREFIX = "pat";

  @Id private UUID id;

  @Embedded private ResourceHeader header;

  @Column(name = "user_id", nullable = false, updatable = false)
  private UUID user;

  /// An object around the list, because Hibernate Reactive maps JSON objects alone.
  @JdbcTypeCode(SqlTypes.JSON)
  @Column(name = "actions", nullable = false, updatable = false)
  private Map<String, Object> actions;

  @Column(name = "expires_at", nullable = false, updatable = false)
  private Instant expiresAt;

  @Column(name = "digest", nullable = false, updatable = false)
  private byte[] digest;

  /// For Hibernate, which fills the fields right after.
  @SuppressWarnings("NullAway.Init")
  protected PersonalAccessTokenRow() {}

  PersonalAccessTokenRow(
      ResourceHeader header, UUID user, Scope scope, Instant expiresAt, byte[] digest) {
    this.id = TypeId.generate(PREFIX).uuid();
    this.header = header;
    this.user = user;
    this.actions = Map.of("all", scope.actions());
    this.expiresAt = expiresAt;
    this.digest = digest;
  }

  @Override
  public UUID id() {
    return id;
  }

  @Override
  public ResourceHeader header() {
    return header;
  }

  UUID user() {
    return user;
  }

  Scope scope() {
    return Scope.of(actions());
  }

  private List<String> actions() {
    return ((List<?>) Objects.requireNonNull(actions.get("all")))
        .stream().map(String::valueOf).toList();
  }

  Instant expiresAt() {
    return expiresAt;
  }

  @Override
  public List<TypeId> related() {
    return List.of(new TypeId("user", user));
  }

  @Override
  public Snapshot snapshot() {
    return header
        .snapshot(PREFIX, id)
        .reference("user", "user", user)
        .value("actions", actions())
        .value("expiresAt", expiresAt);
  }
}
