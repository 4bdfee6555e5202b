package dev.orrery.ipam.vrf;

import dev.orrery.ipam.graphql.types.CreateVrfInput;
import dev.orrery.ipam.graphql.types.UpdateVrfInput;
import dev.orrery.ipam.notation.Description;
import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.resource.Blocking;
import dev.orrery.kit.subgraph.resource.ResourceHeader;
import dev.orrery.kit.subgraph.resource.Resources;
import dev.orrery.kit.subgraph.wiring.SubgraphPart;
import dev.orrery.kit.subgraph.wiring.Wiring;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/// VRFs in the graph.
@ApplicationScoped
class VrfFields implements SubgraphPart {
  private final Resources<VrfRow> vrfs;

  VrfFields(Resources<VrfRow> vrfs) {
    this.vrfs = vrfs;
  }

  @Override
  public void wire(Wiring wiring) {
    wiring
        .resource(vrfs)
        .create(vrfs, CreateVrfInput.class, this::create)
        .update(vrfs, UpdateVrfInput.class, this::update)
        .delete(vrfs, Blocking.rows("pfx", "prefix", "vrf_id"));
  }

  private Answer<VrfRow> create(
      Transaction transaction, Viewer viewer, ResourceHeader header, CreateVrfInput input) {
    return changed(new VrfRow(header), input.getRouteDistinguisher(), input.getDescription());
  }

  private Answer<VrfRow> update(
      Transaction transaction, Viewer viewer, VrfRow vrf, UpdateVrfInput input) {
    return changed(
        vrf,
        input.hasRouteDistinguisher() ? input.getRouteDistinguisher() : vrf.routeDistinguisher,
        input.hasDescription() ? input.getDescription() : vrf.description);
  }

  private static Answer<VrfRow> changed(
      VrfRow vrf, @Nullable String routeDistinguisher, @Nullable String description) {
    return Description.checked(description)
        .then(_ -> {
          vrf.description = description;
          if (routeDistinguisher == null) {
            vrf.routeDistinguisher = null;
            return Answer.granted(vrf);
          }
          return RouteDistinguisher.parse(routeDistinguisher, "input.routeDistinguisher")
              .then(parsed -> {
                vrf.routeDistinguisher = parsed.text();
                return Answer.granted(vrf);
              });
        });
  }
}
