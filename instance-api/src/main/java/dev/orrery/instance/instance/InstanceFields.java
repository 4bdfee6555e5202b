package dev.orrery.instance.instance;

import dev.orrery.instance.graphql.types.AdoptInstanceInput;
import dev.orrery.instance.graphql.types.CreateInstanceInput;
import dev.orrery.instance.graphql.types.PowerState;
import dev.orrery.instance.graphql.types.StartInstanceInput;
import dev.orrery.instance.graphql.types.StopInstanceInput;
import dev.orrery.instance.graphql.types.UpdateInstanceInput;
import dev.orrery.instance.image.ImageRow;
import dev.orrery.instance.instancetype.InstanceTypeRow;
import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.resource.ResourceHeader;
import dev.orrery.kit.subgraph.resource.ResourceStatus;
import dev.orrery.kit.subgraph.resource.Resources;
import dev.orrery.kit.subgraph.wiring.SubgraphPart;
import dev.orrery.kit.subgraph.wiring.Wiring;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Instances in the graph: what clients may wish of them.
@ApplicationScoped
class InstanceFields implements SubgraphPart {
  private final Resources<InstanceRow> instances;
  private final Resources<InstanceTypeRow> types;
  private final Resources<ImageRow> images;
  private final ProviderNames providers;

  InstanceFields(
      Resources<InstanceRow> instances,
      Resources<InstanceTypeRow> types,
      Resources<ImageRow> images,
      ProviderNames providers) {
    this.instances = instances;
    this.types = types;
    this.images = images;
    this.providers = providers;
  }

  @Override
  public void wire(Wiring wiring) {
    wiring
        .resource(instances)
        .stub("Site")
        .stub("Project")
        .children("Site", "instances", instances, "site", "site_id")
        .children("Project", "instances", instances, "project", "project_id")
        .children("InstanceType", "instances", instances, "instanceType", "instance_type_id")
        .children("Image", "instances", instances, "image", "image_id")
        .field("Instance", "secrets", request -> UsedSecrets.inGraph(request.source()))
        .field("Instance", "desired", request -> DesiredState.of(request.source()))
        .create(instances, CreateInstanceInput.class, ResourceStatus.PENDING, this::create)
        .create(
            "adoptInstance",
            instances,
            AdoptInstanceInput.class,
            ResourceStatus.ACTIVE,
            this::adopt)
        .update(instances, UpdateInstanceInput.class, this::update)
        .transition(
            "startInstance",
            "started",
            instances,
            StartInstanceInput.class,
            (_, _, instance, _) -> power(instance, PowerState.RUNNING))
        .transition(
            "stopInstance",
            "stopped",
            instances,
            StopInstanceInput.class,
            (_, _, instance, _) -> power(instance, PowerState.STOPPED))
        .mutation("deleteInstance", new InstanceDeletion(instances));
  }

  private Answer<InstanceRow> create(
      Transaction transaction, Viewer viewer, ResourceHeader header, CreateInstanceInput input) {
    UUID organization = header.organization();
    return providers
        .named(input.getProvider(), "input.provider")
        .then(provider ->
            types
                .required(
                    transaction,
                    viewer,
                    uuid(input.getInstanceType()),
                    organization,
                    "input.instanceType")
                .then(type ->
                    images
                        .required(
                            transaction,
                            viewer,
                            uuid(input.getImage()),
                            organization,
                            "input.image")
                        .then(image ->
                            UsedSecrets.of(
                                    Objects.requireNonNullElse(input.getSecrets(), List.of()),
                                    Map.of(),
                                    viewer,
                                    organization)
                                .then(secrets ->
                                    Answer.granted(
                                        InstanceRow.managed(
                                            header,
                                            uuid(input.getSite()),
                                            optional(input.getRack()),
                                            optional(input.getPrefix()),
                                            new InstanceRow.Order(
                                                provider,
                                                type,
                                                image,
                                                input.getPowerState(),
                                                secrets)))))));
  }

  private Answer<InstanceRow> adopt(
      Transaction transaction, Viewer viewer, ResourceHeader header, AdoptInstanceInput input) {
    return AdoptedFacts.read(input, header.createdAt())
        .then(facts ->
            Answer.granted(
                InstanceRow.adopted(
                    header, uuid(input.getSite()), optional(input.getRack()), facts)));
  }

  private Answer<InstanceRow> update(
      Transaction transaction, Viewer viewer, InstanceRow instance, UpdateInstanceInput input) {
    if (instance.header().status() == ResourceStatus.DELETING) {
      return Answer.refused(new InstanceError.BeingDeleted(id(instance)));
    }
    if (input.hasRack()) {
      instance.rack = optional(input.getRack());
    }
    if (input.getName() != null) {
      instance.desireName(input.getName());
    }
    if (input.getInstanceType() == null && input.getSecrets() == null) {
      return Answer.granted(instance);
    }
    if (!instance.isManaged()) {
      return Answer.refused(new InstanceError.NotManaged(id(instance)));
    }
    if (input.getSecrets() != null) {
      switch (UsedSecrets.of(
          input.getSecrets(), instance.secrets(), viewer, instance.header().organization())) {
        case Answer.Granted<Map<String, Object>>(var secrets) -> instance.desireSecrets(secrets);
        case Answer.Refused<Map<String, Object>>(var error) -> {
          return Answer.refused(error);
        }
      }
    }
    if (input.getInstanceType() == null) {
      return Answer.granted(instance);
    }
    return types
        .required(
            transaction,
            viewer,
            uuid(input.getInstanceType()),
            instance.header().organization(),
            "input.instanceType")
        .then(type -> {
          instance.desire(type);
          return Answer.granted(instance);
        });
  }

  private static Answer<InstanceRow> power(InstanceRow instance, PowerState wanted) {
    if (!instance.isManaged()) {
      return Answer.refused(new InstanceError.NotManaged(id(instance)));
    }
    if (instance.header().status() == ResourceStatus.DELETING) {
      return Answer.refused(new InstanceError.BeingDeleted(id(instance)));
    }
    instance.desire(wanted);
    return Answer.granted(instance);
  }

  private static TypeId id(InstanceRow instance) {
    return new TypeId("inst", instance.id());
  }

  private static UUID uuid(String id) {
    return TypeId.parse(id).uuid();
  }

  private static @Nullable UUID optional(@Nullable String id) {
    return id == null ? null : uuid(id);
  }
}
