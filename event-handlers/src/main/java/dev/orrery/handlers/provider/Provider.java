package dev.orrery.handlers.provider;

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
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A provider as it announced itself. Lists are JSON arrays.
@Entity
@Table(name = "provider")
@SuppressWarnings("NullAway.Init")
class Provider implements Row {
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

  @Column(name = "encryption_key")
  @Nullable String encryptionKey;

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

  @Override
  public UUID id() {
    return id;
  }

  /// With the moment of the last sign of life, which events leave out: it is news only when it
  /// changes the status; and with whom it serves, of which each viewer is shown their own part.
  @Override
  public Snapshot snapshot() {
    return told().value("lastSeenAt", lastSeenAt).value("organizations", texts(organizations));
  }

  /// The provider as its events show it. Whom it serves is the platform's business alone.
  Snapshot told() {
    return Snapshot.begin()
        .reference("id", "prov", id)
        .value("name", name)
        .value("status", status)
        .value("kinds", texts(kinds))
        .value("software", software)
        .value("capabilities", texts(capabilities))
        .value("locations", texts(locations))
        .value("publicKey", publicKey)
        .value("encryptionKey", key(encryptionKey))
        .value("version", version)
        .value("createdAt", createdAt)
        .value("updatedAt", updatedAt);
  }

  private static @Nullable Map<?, ?> key(@Nullable String json) {
    try {
      return json == null ? null : Wire.read(json.getBytes(StandardCharsets.UTF_8), Map.class);
    } catch (IOException e) {
      throw new IllegalStateException("not a JSON object: " + json, e);
    }
  }

  private static List<String> texts(String json) {
    try {
      return List.of(Wire.read(json.getBytes(StandardCharsets.UTF_8), String[].class));
    } catch (IOException e) {
      throw new IllegalStateException("not a JSON array of texts: " + json, e);
    }
  }

  TypeId typeId() {
    return new TypeId("prov", id);
  }
}
