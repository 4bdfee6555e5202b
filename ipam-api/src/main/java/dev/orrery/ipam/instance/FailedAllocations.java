package dev.orrery.ipam.instance;

import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.events.Change;
import dev.orrery.kit.events.Outbox;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.DomainError;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tells the house that an instance got no address, in the place of the address it would have got:
/// the event's resource is an id that was never given out.
@ApplicationScoped
class FailedAllocations {
  private final Outbox outbox;

  FailedAllocations(Outbox outbox) {
    this.outbox = outbox;
  }

  void tell(
      Transaction transaction,
      TypeId instance,
      TypeId prefix,
      TypeId organization,
      @Nullable TypeId project,
      DomainError why) {
    TypeId attempt = TypeId.generate("ip");
    outbox.append(
        transaction,
        Change.of(
                "ipaddress",
                "allocationfailed",
                attempt,
                1,
                null,
                Map.of(
                    "id", attempt.toString(),
                    "organization", organization.toString(),
                    "instance", instance.toString(),
                    "prefix", prefix.toString(),
                    "code", why.code().name(),
                    "message", why.message()))
            .in(organization, project)
            .by("ipam-api")
            .relatedTo(List.of(instance, prefix)));
  }
}
