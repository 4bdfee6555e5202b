package dev.orrery.ipam.vrf;

import dev.orrery.kit.subgraph.page.Column;
import dev.orrery.kit.subgraph.resource.ResourceType;
import dev.orrery.kit.subgraph.resource.Resources;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// What the kit must know of VRFs.
@ApplicationScoped
class Vrfs {
  private static final ResourceType<VrfRow> TYPE =
      ResourceType.of("Vrf", "vrfs", "vrf", "vrf", VrfRow.class)
          .filter("routeDistinguisher", Column.text("route_distinguisher"))
          .filter("description", Column.text("description"))
          .unique("vrf_name_unique", "the name of a VRF in its organization")
          .unique(
              "vrf_route_distinguisher_unique",
              "the route distinguisher of a VRF in its organization");

  @Produces
  @Singleton
  Resources<VrfRow> vrfs(Resources.Factory resources) {
    return resources.of(TYPE);
  }
}
