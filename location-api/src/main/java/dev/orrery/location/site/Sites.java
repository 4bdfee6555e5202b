package dev.orrery.location.site;

import dev.orrery.kit.subgraph.page.Column;
import dev.orrery.kit.subgraph.resource.ResourceType;
import dev.orrery.kit.subgraph.resource.Resources;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// What the kit must know of sites.
@ApplicationScoped
class Sites {
  private static final ResourceType<SiteRow> TYPE =
      ResourceType.of("Site", "sites", "site", "site", SiteRow.class)
          .filter("region", Column.reference("region_id", "reg"))
          .filter("timeZone", Column.text("time_zone"))
          .unique("site_name_unique", "the name of a site in its organization");

  @Produces
  @Singleton
  Resources<SiteRow> sites(Resources.Factory resources) {
    return resources.of(TYPE);
  }
}
