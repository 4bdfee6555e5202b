package dev.orrery.permissions.role;

import dev.orrery.kit.access.Role;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.resource.ResourceHeader;
import dev.orrery.kit.subgraph.resource.ResourceRow;
import dev.orrery.kit.subgraph.resource.Snapshot;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/// A set of actions with a name.
///
/// The three built-in ones are rows that a migration made. They belong to no organization and
/// nobody changes them; what they are good for follows from the actions' own `grantedTo`.
@Entity
@Table(name = "role")
public class RoleRow implements ResourceRow {
  @Id private UUID id;

  @Embedded private ResourceHeader header;

  @Enumerated(EnumType.STRING)
  @Column(name = "built_in", updatable = false)
  private @Nullable Role builtIn;

  @Column(name = "for_providers", nullable = false, updatable = false)
  private boolean forProviders;

  /// An object around the list, because Hibernate Reactive maps JSON objects alone.
  @JdbcTypeCode(SqlTypes.JSON)
  @Column(name = "actions", nullable = false)
  private Map<String, Object> actions;

  /// For Hibernate, which fills the fields right after.
  @SuppressWarnings("NullAway.Init")
  protected RoleRow() {}

  RoleRow(ResourceHeader header, boolean forProviders, List<String> actions) {
    this.id = TypeId.generate("role").uuid();
    this.header = header;
    this.forProviders = forProviders;
    this.actions = Map.of("all", actions);
  }

  @Override
  public UUID id() {
    return id;
  }

  @Override
  public ResourceHeader header() {
    return header;
  }

  public @Nullable Role builtIn() {
    return builtIn;
  }

  /// Whether it is for the accounts of providers, and for nobody else.
  public boolean forProviders() {
    return forProviders;
  }

  /// `instance.read`, `site.*`, `*.read`; none in a built-in role.
  public List<String> actions() {
    return ((List<?>) Objects.requireNonNull(actions.get("all")))
        .stream().map(String::valueOf).toList();
  }

  void actions(List<String> all) {
    actions = Map.of("all", all);
  }

  @Override
  public Snapshot snapshot() {
    return header
        .snapshot("role", id)
        .value("builtIn", builtIn)
        .value("forProviders", forProviders)
        .value("actions", actions());
  }
}
