package dev.orrery.permissions.user;

import dev.orrery.kit.access.Role;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.resource.ResourceHeader;
import dev.orrery.kit.subgraph.resource.ResourceRow;
import dev.orrery.kit.subgraph.resource.Snapshot;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/// A person, and in which organizations that person is what.
@Entity
@Table(name = "user_account")
public class UserRow implements ResourceRow {
  @Id private UUID id;

  @Embedded private ResourceHeader header;

  @Column(name = "email", nullable = false)
  String email;

  /// An object around the list, because Hibernate Reactive maps JSON objects alone.
  @JdbcTypeCode(SqlTypes.JSON)
  @Column(name = "memberships", nullable = false)
  private Map<String, Object> memberships;

  /// For Hibernate, which fills the fields right after.
  @SuppressWarnings("NullAway.Init")
  protected UserRow() {}

  UserRow(ResourceHeader header, String email) {
    this.id = TypeId.generate("user").uuid();
    this.header = header;
    this.email = email;
    this.memberships = Map.of("all", List.of());
  }

  @Override
  public UUID id() {
    return id;
  }

  @Override
  public ResourceHeader header() {
    return header;
  }

  public String email() {
    return email;
  }

  /// The user's roles, the oldest organization first.
  public Map<UUID, Role> roles() {
    Map<UUID, Role> roles = new LinkedHashMap<>();
    list()
        .forEach(membership ->
            roles.put(
                TypeId.parse(String.valueOf(membership.get("organization")), "org").uuid(),
                Role.valueOf(String.valueOf(membership.get("role")))));
    return roles;
  }

  /// Copies what the user's bindings say; see [Members].
  void keep(Map<UUID, Role> roles) {
    memberships =
        Map.of(
            "all",
            new TreeMap<>(roles)
                .entrySet().stream()
                    .map(membership -> json(membership.getKey(), membership.getValue()))
                    .toList());
  }

  private static Map<String, Object> json(UUID organization, Role role) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("organization", new TypeId("org", organization).toString());
    json.put("role", role.name());
    return json;
  }

  private List<Map<?, ?>> list() {
    return ((List<?>) Objects.requireNonNull(memberships.get("all")))
        .stream().<Map<?, ?>>map(membership -> (Map<?, ?>) membership).toList();
  }

  @Override
  public List<TypeId> related() {
    return roles().keySet().stream().map(organization -> new TypeId("org", organization)).toList();
  }

  @Override
  public Snapshot snapshot() {
    return header.snapshot("user", id).value("email", email).value("memberships", list());
  }
}
