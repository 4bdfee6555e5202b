package dev.orrery.instance.instance;

import dev.orrery.instance.graphql.types.InstanceManagement;
import dev.orrery.instance.graphql.types.PowerState;
import dev.orrery.instance.image.ImageRow;
import dev.orrery.instance.instancetype.InstanceTypeRow;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.resource.ResourceHeader;
import dev.orrery.kit.subgraph.resource.ResourceRow;
import dev.orrery.kit.subgraph.resource.ResourceStatus;
import dev.orrery.kit.subgraph.resource.Snapshot;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/// What an instance is to be, and, apart from it, what was seen of it.
@Entity
@Table(name = "instance")
public class InstanceRow implements ResourceRow {
  @Id private UUID id;

  @Embedded private ResourceHeader header;

  @Enumerated(EnumType.STRING)
  @Column(name = "management", nullable = false, updatable = false)
  private InstanceManagement management;

  @Column(name = "site_id", nullable = false)
  private UUID site;

  @Column(name = "rack_id")
  @Nullable UUID rack;

  @Column(name = "prefix_id", updatable = false)
  private @Nullable UUID prefix;

  @Column(name = "provider", updatable = false)
  private @Nullable String provider;

  @Column(name = "provider_reference")
  @Nullable String providerReference;

  @Column(name = "generation", nullable = false)
  private int generation;

  @Column(name = "instance_type_id")
  private @Nullable UUID instanceType;

  @Column(name = "image_id", updatable = false)
  private @Nullable UUID image;

  @Column(name = "desired_vcpus")
  private @Nullable Integer desiredVcpus;

  @Column(name = "desired_memory_mib")
  private @Nullable Integer desiredMemoryMib;

  @Column(name = "image_name", updatable = false)
  private @Nullable String imageName;

  @Enumerated(EnumType.STRING)
  @Column(name = "desired_power_state")
  private @Nullable PowerState desiredPowerState;

  @JdbcTypeCode(SqlTypes.JSON)
  @Column(name = "observed")
  private @Nullable Map<String, Object> observed;

  @JdbcTypeCode(SqlTypes.JSON)
  @Column(name = "secrets", nullable = false)
  private Map<String, Object> secrets;

  @Column(name = "reported_generation", nullable = false)
  int reportedGeneration;

  @Column(name = "reported_token", nullable = false)
  long reportedToken;

  @Column(name = "ended_operation")
  @Nullable String endedOperation;

  /// For Hibernate, which fills the fields right after.
  @SuppressWarnings("NullAway.Init")
  protected InstanceRow() {}

  private InstanceRow(
      ResourceHeader header, InstanceManagement management, UUID site, @Nullable UUID rack) {
    this.id = TypeId.generate("inst").uuid();
    this.header = header;
    this.management = management;
    this.site = site;
    this.rack = rack;
    this.generation = 1;
    this.secrets = Map.of();
  }

  static InstanceRow adopted(
      ResourceHeader header, UUID site, @Nullable UUID rack, Observation observation) {
    InstanceRow row = new InstanceRow(header, InstanceManagement.ADOPTED, site, rack);
    row.observed = observation.values();
    return row;
  }

  static InstanceRow managed(
      ResourceHeader header, UUID site, @Nullable UUID rack, @Nullable UUID prefix, Order order) {
    InstanceRow row = new InstanceRow(header, InstanceManagement.MANAGED, site, rack);
    row.prefix = prefix;
    row.provider = order.provider();
    row.size(order.type());
    row.image = order.image().id();
    row.imageName = order.image().header().name();
    row.desiredPowerState = order.powerState();
    row.secrets = order.secrets();
    return row;
  }

  /// What is asked of a provider.
  ///
  /// @param secrets ids of those it uses, by their names there
  record Order(
      String provider,
      InstanceTypeRow type,
      ImageRow image,
      PowerState powerState,
      Map<String, Object> secrets) {}

  boolean isManaged() {
    return management == InstanceManagement.MANAGED;
  }

  boolean isHeldBy(String candidate) {
    return candidate.equals(provider);
  }

  int generation() {
    return generation;
  }

  @Nullable UUID instanceType() {
    return instanceType;
  }

  @Nullable PowerState desiredPowerState() {
    return desiredPowerState;
  }

  void desire(PowerState wanted) {
    if (desiredPowerState != wanted) {
      desiredPowerState = wanted;
      desireChanged();
    }
  }

  void desire(InstanceTypeRow wanted) {
    if (!wanted.id().equals(instanceType)) {
      size(wanted);
      desireChanged();
    }
  }

  /// Ids of the secrets it uses, by their names there.
  Map<String, Object> secrets() {
    return secrets;
  }

  void desireSecrets(Map<String, Object> wanted) {
    if (!wanted.equals(secrets)) {
      secrets = wanted;
      desireChanged();
    }
  }

  /// A provider calls the machine as the record does, so a new name is a new desire.
  void desireName(String wanted) {
    if (isManaged() && !wanted.equals(header.name())) {
      desireChanged();
    }
  }

  void desireAbsence() {
    if (header.deletionRequestedAt() == null) {
      header.requestDeletion();
      generation++;
    }
  }

  private void size(InstanceTypeRow type) {
    instanceType = type.id();
    desiredVcpus = type.vcpus();
    desiredMemoryMib = type.memoryMib();
  }

  /// What failed for good before may succeed with the new desire.
  private void desireChanged() {
    generation++;
    if (header.status() == ResourceStatus.FAILED) {
      header.status(ResourceStatus.PENDING);
    }
  }

  @Nullable Observation observation() {
    @Nullable Map<String, Object> values = observed;
    return values == null ? null : Observation.of(values);
  }

  void observe(Observation seen) {
    observed = seen.values();
  }

  @Override
  public UUID id() {
    return id;
  }

  @Override
  public ResourceHeader header() {
    return header;
  }

  @Override
  public List<TypeId> related() {
    List<TypeId> related = new ArrayList<>();
    related.add(new TypeId("site", site));
    if (rack != null) {
      related.add(new TypeId("rack", rack));
    }
    if (prefix != null) {
      related.add(new TypeId("pfx", prefix));
    }
    return related;
  }

  /// Type and image come with what a provider must know of them, so that followers of the events
  /// need not ask.
  @Override
  public Snapshot snapshot() {
    return header
        .snapshot("inst", id)
        .value("management", management)
        .value("instanceType", typeSnapshot())
        .value("image", imageSnapshot())
        .reference("site", "site", site)
        .reference("rack", "rack", rack)
        .reference("prefix", "pfx", prefix)
        .value("provider", provider)
        .value("providerReference", providerReference)
        .value("generation", generation)
        .value("desiredPowerState", desiredPowerState)
        .value("secrets", UsedSecrets.listed(secrets))
        .value("observed", observed);
  }

  private @Nullable Map<String, Object> typeSnapshot() {
    if (instanceType == null) {
      return null;
    }
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("id", new TypeId("itype", instanceType).toString());
    values.put("vcpus", Objects.requireNonNull(desiredVcpus));
    values.put("memoryMib", Objects.requireNonNull(desiredMemoryMib));
    return values;
  }

  private @Nullable Map<String, Object> imageSnapshot() {
    if (image == null) {
      return null;
    }
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("id", new TypeId("img", image).toString());
    values.put("name", Objects.requireNonNull(imageName));
    return values;
  }
}
