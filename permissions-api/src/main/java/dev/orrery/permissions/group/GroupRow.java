package dev.orrery.permissions.group;

import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.resource.ResourceHeader;
import dev.orrery.kit.subgraph.resource.ResourceRow;
import dev.orrery.kit.subgraph.resource.Snapshot;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/// Users, service accounts and other groups that get roles together.
@Entity
@Table(name = "user_group")
public class GroupRow implements ResourceRow {
  @Id private UUID id;

  @Embedded private ResourceHeader header;

  /// An object around the list, because Hibernate Reactive maps JSON objects alone.
  @JdbcTypeCode(SqlTypes.JSON)
  @Column(name = "members", nullable = false)
  private Map<String, Object> members;

  /// For Hibernate, which fills the fields right after.
  @SuppressWarnings("NullAway.Init")
  protected GroupRow() {}

  GroupRow(ResourceHeader header) {
    this.id = TypeId.generate("grp").uuid();
    this.header = header;
    this.members = Map.of("all", List.of());
  }

  @Override
  public UUID id() {
    return id;
  }

  @Override
  public ResourceHeader header() {
    return header;
  }

  /// The direct members, in the order of their ids.
  Set<String> members() {
    Set<String> all = new TreeSet<>();
    ((List<?>) Objects.requireNonNull(members.get("all")))
        .forEach(member -> all.add(String.valueOf(member)));
    return all;
  }

  void members(Collection<String> all) {
    members = Map.of("all", List.copyOf(new TreeSet<>(all)));
  }

  @Override
  public Snapshot snapshot() {
    return header.snapshot("grp", id).value("members", List.copyOf(members()));
  }
}
