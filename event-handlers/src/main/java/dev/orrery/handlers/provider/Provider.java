package dev.orrery.handlers.provider;

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

/// A provider as it announced itself. Lists are JSON arrays.
@Entity
@Table(name = "provider")
@SuppressWarnings("NullAway.Init")
class Provider {
  @Id UUID id;
  String name;
  String session;
  String software;
  String kinds;
  String capabilities;
  String locations;
  String organizations;

  @Column(name = "public_key")
  @Nullable String publicKey;

  @Enumerated(EnumType.STRING)
  ProviderStatus status;

  @Column(name = "last_seen_at")
  Instant lastSeenAt;

  long version;

  @Column(name = "created_at")
  Instant createdAt;

  @Column(name = "updated_at")
  Instant updatedAt;

  /// For Hibernate.
  protected Provider() {}

  TypeId typeId() {
    return new TypeId("prov", id);
  }
}
