package dev.orrery.ipam.prefix;

import dev.orrery.ipam.notation.InetColumns;
import dev.orrery.kit.subgraph.page.Column;
import dev.orrery.kit.subgraph.resource.ResourceType;
import dev.orrery.kit.subgraph.resource.Resources;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// What the kit must know of prefixes.
@ApplicationScoped
class Prefixes {
  private static final ResourceType<PrefixRow> TYPE =
      ResourceType.of("Prefix", "prefixes", "pfx", "prefix", PrefixRow.class)
          .filter("network", InetColumns.networks("network"))
          .filter("vrf", Column.reference("vrf_id", "vrf"))
          .filter("parent", Column.reference("parent_id", "pfx"))
          .filter("site", Column.reference("site_id", "site"))
          .filter("description", Column.text("description"))
          .order("NETWORK", "network", "cidr");

  @Produces
  @Singleton
  Resources<PrefixRow> prefixes(Resources.Factory resources) {
    return resources.of(TYPE);
  }
}
