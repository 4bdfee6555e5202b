package dev.orrery.instance.instance;

import dev.orrery.kit.subgraph.page.Column;
import dev.orrery.kit.subgraph.resource.ResourceType;
import dev.orrery.kit.subgraph.resource.Resources;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// What the kit must know of instances.
@ApplicationScoped
class Instances {
  private static final ResourceType<InstanceRow> TYPE =
      ResourceType.of("Instance", "instances", "inst", "instance", InstanceRow.class)
          .filter("site", Column.reference("site_id", "site"))
          .filter("rack", Column.reference("rack_id", "rack"))
          .filter("instanceType", Column.reference("instance_type_id", "itype"))
          .filter("image", Column.reference("image_id", "img"))
          .filter("prefix", Column.reference("prefix_id", "pfx"))
          .filter("provider", Column.text("provider"))
          .filter("management", Column.choice("management"))
          .unique(
              "instance_name_unique",
              "the name of an instance in its project, or in its organization where it has none,");

  @Produces
  @Singleton
  Resources<InstanceRow> instances(Resources.Factory resources) {
    return resources.of(TYPE);
  }
}
