package dev.orrery.ipam.instance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.ipam.address.AddressAssignment;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.events.ChangeEvent;
import dev.orrery.kit.events.EventHandler;
import dev.orrery.kit.events.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.UUID;

/// Safe to run twice: an instance that has no address left loses none.
@ApplicationScoped
class ReleaseAddressesOnInstanceDeleted implements EventHandler<JsonNode> {
  private final AddressAssignment assignment;
  private final Departures departures;

  ReleaseAddressesOnInstanceDeleted(AddressAssignment assignment, Departures departures) {
    this.assignment = assignment;
    this.departures = departures;
  }

  @Override
  public String consumer() {
    return "ipam-release-addresses";
  }

  @Override
  public Set<String> events() {
    return Set.of("instance.deleted");
  }

  @Override
  public Class<JsonNode> snapshot() {
    return JsonNode.class;
  }

  @Override
  public Verdict handle(ChangeEvent<JsonNode> event, Transaction transaction) {
    UUID instance = event.resource().uuid();
    departures.lock(transaction, instance);
    departures.record(transaction, instance);
    assignment.releaseAllOf(transaction, instance);
    return new Verdict.Done();
  }
}
