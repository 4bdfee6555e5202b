package dev.orrery.ipam.instance;

import dev.orrery.ipam.address.AddressAssignment;
import dev.orrery.kit.access.Actors;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.events.ChangeEvent;
import dev.orrery.kit.events.EventHandler;
import dev.orrery.kit.events.Verdict;
import dev.orrery.kit.ids.MalformedIdException;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.DomainError;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Safe to run twice: an instance that has an address of the prefix keeps it and gets no other.
///
/// It acts for whoever created the instance, so it takes addresses of prefixes alone that this one
/// may see.
///
/// What cannot be done is told as `ipaddress.allocationfailed`, because a job waits for one or the
/// other.
@ApplicationScoped
class AllocateAddressOnInstanceCreated implements EventHandler<InstanceSnapshot> {
  private final AddressAssignment assignment;
  private final FailedAllocations failures;
  private final Departures departures;
  private final Actors actors;

  AllocateAddressOnInstanceCreated(
      AddressAssignment assignment,
      FailedAllocations failures,
      Departures departures,
      Actors actors) {
    this.assignment = assignment;
    this.failures = failures;
    this.departures = departures;
    this.actors = actors;
  }

  @Override
  public String consumer() {
    return "ipam-allocate-address";
  }

  @Override
  public boolean awaitPolicy(long revision, Duration patience) {
    return actors.await(revision, patience);
  }

  @Override
  public Set<String> events() {
    return Set.of("instance.created");
  }

  @Override
  public Class<InstanceSnapshot> snapshot() {
    return InstanceSnapshot.class;
  }

  @Override
  public boolean concerns(ChangeEvent<InstanceSnapshot> event) {
    return event.snapshot().prefix() != null;
  }

  @Override
  public Verdict handle(ChangeEvent<InstanceSnapshot> event, Transaction transaction) {
    String prefix = Objects.requireNonNull(event.snapshot().prefix());
    @Nullable TypeId organization = event.organization();
    if (organization == null) {
      return new Verdict.Reject("the instance belongs to no organization");
    }
    departures.lock(transaction, event.resource().uuid());
    if (departures.isGone(transaction, event.resource().uuid())) {
      return new Verdict.Done();
    }
    try {
      return assigned(event, transaction, organization, TypeId.parse(prefix, "pfx"));
    } catch (MalformedIdException malformed) {
      return new Verdict.Reject(String.valueOf(malformed.getMessage()));
    }
  }

  private Verdict assigned(
      ChangeEvent<InstanceSnapshot> event,
      Transaction transaction,
      TypeId organization,
      TypeId prefix) {
    return switch (assignment.assign(
        transaction,
        actors.of(event.actor()),
        event.resource(),
        prefix,
        organization,
        event.project())) {
      case Answer.Granted<TypeId> _ -> new Verdict.Done();
      case Answer.Refused<TypeId>(DomainError why) -> {
        failures.tell(transaction, event.resource(), prefix, organization, event.project(), why);
        yield new Verdict.Done();
      }
    };
  }
}
