package dev.orrery.permissions.exchange;

import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.resource.ResourceHeader;
import dev.orrery.kit.subgraph.resource.ResourceRow;
import dev.orrery.kit.subgraph.resource.Snapshot;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Somebody else whose word about who somebody is counts, for the accounts of one organization.
@Entity
@Table(name = "trusted_issuer")
class TrustedIssuerRow implements ResourceRow {
  static final String PREFIX = "iss";

  @Id private UUID id;

  @Embedded private ResourceHeader header;

  @Column(name = "issuer", nullable = false, updatable = false)
  private String issuer;

  @Column(name = "audience", nullable = false)
  String audience;

  @Column(name = "condition")
  @Nullable String condition;

  @Column(name = "subject", nullable = false)
  String subject;

  @Column(name = "actions")
  @Nullable String actions;

  /// For Hibernate, which fills the fields right after.
  @SuppressWarnings("NullAway.Init")
  protected TrustedIssuerRow() {}

  TrustedIssuerRow(
      ResourceHeader header,
      String issuer,
      String audience,
      @Nullable String condition,
      String subject,
      @Nullable String actions) {
    this.id = TypeId.generate(PREFIX).uuid();
    this.header = header;
    this.issuer = issuer;
    this.audience = audience;
    this.condition = condition;
    this.subject = subject;
    this.actions = actions;
  }

  @Override
  public UUID id() {
    return id;
  }

  @Override
  public ResourceHeader header() {
    return header;
  }

  String issuer() {
    return issuer;
  }

  @Override
  public Snapshot snapshot() {
    return header
        .snapshot(PREFIX, id)
        .value("issuer", issuer)
        .value("audience", audience)
        .value("condition", condition)
        .value("subject", subject)
        .value("actions", actions);
  }
}
