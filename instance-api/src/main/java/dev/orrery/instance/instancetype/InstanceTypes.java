package dev.orrery.instance.instancetype;

import dev.orrery.kit.subgraph.page.Column;
import dev.orrery.kit.subgraph.resource.ResourceType;
import dev.orrery.kit.subgraph.resource.Resources;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// What the kit must know of instance types.
@ApplicationScoped
class InstanceTypes {
  private static final ResourceType<InstanceTypeRow> TYPE =
      ResourceType.of(
              "InstanceType", "instanceTypes", "itype", "instance_type", InstanceTypeRow.class)
          .filter("vcpus", Column.number("vcpus"))
          .filter("memoryMib", Column.number("memory_mib"))
          .order("VCPUS", "vcpus", "int")
          .order("MEMORY_MIB", "memory_mib", "int")
          .unique("instance_type_name_unique", "the name of an instance type in its organization");

  @Produces
  @Singleton
  Resources<InstanceTypeRow> instanceTypes(Resources.Factory resources) {
    return resources.of(TYPE);
  }
}
