package dev.orrery.location.region;

import dev.orrery.kit.subgraph.page.Column;
import dev.orrery.kit.subgraph.resource.ResourceType;
import dev.orrery.kit.subgraph.resource.Resources;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// What the kit must know of regions.
@ApplicationScoped
class Regions {
  private static final ResourceType<RegionRow> TYPE =
      ResourceType.of("Region", "regions", "reg", "region", RegionRow.class)
          .filter("parent", Column.reference("parent_id", "reg"))
          .unique("region_name_unique", "the name of a region beside its siblings");

  @Produces
  @Singleton
  Resources<RegionRow> regions(Resources.Factory resources) {
    return resources.of(TYPE);
  }
}
