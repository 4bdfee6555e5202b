package dev.orrery.location.rack;

import dev.orrery.kit.subgraph.page.Column;
import dev.orrery.kit.subgraph.resource.ResourceType;
import dev.orrery.kit.subgraph.resource.Resources;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// What the kit must know of racks.
@ApplicationScoped
class Racks {
  private static final ResourceType<RackRow> TYPE =
      ResourceType.of("Rack", "racks", "rack", "rack", RackRow.class)
          .filter("room", Column.reference("room_id", "room"))
          .filter("heightUnits", Column.number("height_units"))
          .order("HEIGHT_UNITS", "height_units", "int")
          .unique("rack_name_unique", "the name of a rack in its room");

  @Produces
  @Singleton
  Resources<RackRow> racks(Resources.Factory resources) {
    return resources.of(TYPE);
  }
}
