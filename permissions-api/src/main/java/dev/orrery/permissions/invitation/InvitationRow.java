package dev.orrery.permissions.invitation;

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
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// That whoever has an address and a secret may take a role. The secret itself is nowhere.
@Entity
@Table(name = "invitation")
public class InvitationRow implements ResourceRow {
  @Id private UUID id;

  @Embedded private ResourceHeader header;

  @Column(name = "email", nullable = false, updatable = false)
  private String email;

  @Column(name = "role_id", nullable = false, updatable = false)
  private UUID role;

  @Column(name = "expires_at", nullable = false, updatable = false)
  private Instant expiresAt;

  @Column(name = "secret_hash", nullable = false, updatable = false)
  private String secretHash;

  @Column(name = "invited_by", updatable = false)
  private @Nullable String invitedBy;

  @Column(name = "accepted_at")
  private @Nullable Instant acceptedAt;

  @Column(name = "accepted_by")
  private @Nullable UUID acceptedBy;

  /// For Hibernate, which fills the fields right after.
  @SuppressWarnings("NullAway.Init")
  protected InvitationRow() {}

  /// @param invitedBy who must still be able to give the role when it is accepted; none for an
  ///   operator
  InvitationRow(
      ResourceHeader header,
      String email,
      UUID role,
      Instant expiresAt,
      String secretHash,
      @Nullable String invitedBy) {
    this.id = TypeId.generate("inv").uuid();
    this.header = header;
    this.email = email;
    this.role = role;
    this.expiresAt = expiresAt.truncatedTo(ChronoUnit.MICROS);
    this.secretHash = secretHash;
    this.invitedBy = invitedBy;
  }

  @Override
  public UUID id() {
    return id;
  }

  @Override
  public ResourceHeader header() {
    return header;
  }

  String email() {
    return email;
  }

  UUID role() {
    return role;
  }

  @Nullable String invitedBy() {
    return invitedBy;
  }

  boolean isOpen(Instant now) {
    return acceptedAt == null && now.isBefore(expiresAt);
  }

  void accept(UUID user, Instant now) {
    acceptedBy = user;
    acceptedAt = now.truncatedTo(ChronoUnit.MICROS);
  }

  @Override
  public List<TypeId> related() {
    return List.of(new TypeId("role", role));
  }

  @Override
  public Snapshot snapshot() {
    return header
        .snapshot("inv", id)
        .value("email", email)
        .reference("role", "role", role)
        .value("expiresAt", expiresAt)
        .value("acceptedAt", acceptedAt)
        .reference("acceptedBy", "user", acceptedBy);
  }
}
