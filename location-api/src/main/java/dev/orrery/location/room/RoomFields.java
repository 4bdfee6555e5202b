package dev.orrery.location.room;

import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.resource.Blocking;
import dev.orrery.kit.subgraph.resource.ResourceHeader;
import dev.orrery.kit.subgraph.resource.Resources;
import dev.orrery.kit.subgraph.wiring.SubgraphPart;
import dev.orrery.kit.subgraph.wiring.Wiring;
import dev.orrery.location.graphql.types.CreateRoomInput;
import dev.orrery.location.graphql.types.UpdateRoomInput;
import dev.orrery.location.site.SiteRow;
import jakarta.enterprise.context.ApplicationScoped;

/// Rooms in the graph.
@ApplicationScoped
class RoomFields implements SubgraphPart {
  private final Resources<RoomRow> rooms;
  private final Resources<SiteRow> sites;

  RoomFields(Resources<RoomRow> rooms, Resources<SiteRow> sites) {
    this.rooms = rooms;
    this.sites = sites;
  }

  @Override
  public void wire(Wiring wiring) {
    wiring
        .resource(rooms)
        .children("Site", "rooms", rooms, "site", "site_id")
        .create(rooms, CreateRoomInput.class, this::create)
        .update(rooms, UpdateRoomInput.class, this::update)
        .delete(rooms, Blocking.rows("rack", "rack", "room_id"));
  }

  private Answer<RoomRow> create(
      Transaction transaction, Viewer viewer, ResourceHeader header, CreateRoomInput input) {
    return sites
        .required(
            transaction,
            viewer,
            TypeId.parse(input.getSite()).uuid(),
            header.organization(),
            "input.site")
        .then(site -> {
          RoomRow room = new RoomRow(header, site.id());
          room.floor = input.getFloor();
          return Answer.granted(room);
        });
  }

  private Answer<RoomRow> update(
      Transaction transaction, Viewer viewer, RoomRow room, UpdateRoomInput input) {
    if (input.hasFloor()) {
      room.floor = input.getFloor();
    }
    if (input.getSite() == null) {
      return Answer.granted(room);
    }
    return sites
        .required(
            transaction,
            viewer,
            TypeId.parse(input.getSite()).uuid(),
            room.header().organization(),
            "input.site")
        .then(site -> {
          room.site = site.id();
          return Answer.granted(room);
        });
  }
}
