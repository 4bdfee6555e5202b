package dev.orrery.location.rack;

import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import dev.orrery.kit.subgraph.resource.Blocking;
import dev.orrery.kit.subgraph.resource.ResourceHeader;
import dev.orrery.kit.subgraph.resource.Resources;
import dev.orrery.kit.subgraph.wiring.SubgraphPart;
import dev.orrery.kit.subgraph.wiring.Wiring;
import dev.orrery.location.graphql.types.CreateRackInput;
import dev.orrery.location.graphql.types.UpdateRackInput;
import dev.orrery.location.room.RoomRow;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/// Racks in the graph.
@ApplicationScoped
class RackFields implements SubgraphPart {
  private static final int TALLEST = 100;

  private final Resources<RackRow> racks;
  private final Resources<RoomRow> rooms;

  RackFields(Resources<RackRow> racks, Resources<RoomRow> rooms) {
    this.racks = racks;
    this.rooms = rooms;
  }

  @Override
  public void wire(Wiring wiring) {
    wiring
        .resource(racks)
        .children("Room", "racks", racks, "room", "room_id")
        .create(racks, CreateRackInput.class, this::create)
        .update(racks, UpdateRackInput.class, this::update)
        .delete(racks, Blocking.none());
  }

  private Answer<RackRow> create(
      Transaction transaction, Viewer viewer, ResourceHeader header, CreateRackInput input) {
    return rooms
        .required(
            transaction,
            viewer,
            TypeId.parse(input.getRoom()).uuid(),
            header.organization(),
            "input.room")
        .then(room -> {
          RackRow rack = new RackRow(header, room.id(), input.getHeightUnits());
          rack.powerBudgetWatts = input.getPowerBudgetWatts();
          return checked(rack);
        });
  }

  private Answer<RackRow> update(
      Transaction transaction, Viewer viewer, RackRow rack, UpdateRackInput input) {
    @Nullable Integer heightUnits = input.getHeightUnits();
    if (heightUnits != null) {
      rack.heightUnits = heightUnits;
    }
    if (input.hasPowerBudgetWatts()) {
      rack.powerBudgetWatts = input.getPowerBudgetWatts();
    }
    if (input.getRoom() == null) {
      return checked(rack);
    }
    return rooms
        .required(
            transaction,
            viewer,
            TypeId.parse(input.getRoom()).uuid(),
            rack.header().organization(),
            "input.room")
        .then(room -> {
          rack.room = room.id();
          return checked(rack);
        });
  }

  private static Answer<RackRow> checked(RackRow rack) {
    if (rack.heightUnits < 1 || rack.heightUnits > TALLEST) {
      return Answer.refused(
          new InvalidArgument(
              "input.heightUnits",
              "%d rack units, a rack has 1 to %d".formatted(rack.heightUnits, TALLEST)));
    }
    @Nullable Integer watts = rack.powerBudgetWatts;
    if (watts != null && watts <= 0) {
      return Answer.refused(
          new InvalidArgument(
              "input.powerBudgetWatts", "%d watts, a budget is positive".formatted(watts)));
    }
    return Answer.granted(rack);
  }
}
