package dev.orrery.location.room;

import dev.orrery.kit.subgraph.page.Column;
import dev.orrery.kit.subgraph.resource.ResourceType;
import dev.orrery.kit.subgraph.resource.Resources;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// What the kit must know of rooms.
@ApplicationScoped
class Rooms {
  private static final ResourceType<RoomRow> TYPE =
      ResourceType.of("Room", "rooms", "room", "room", RoomRow.class)
          .filter("site", Column.reference("site_id", "site"))
          .filter("floor", Column.text("floor"))
          .unique("room_name_unique", "the name of a room in its site");

  @Produces
  @Singleton
  Resources<RoomRow> rooms(Resources.Factory resources) {
    return resources.of(TYPE);
  }
}
