package dev.orrery.instance.instance;

import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.events.ChangeEvent;
import dev.orrery.kit.events.EventHandler;
import dev.orrery.kit.events.Verdict;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.resource.Resources;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;

/// Ends an instance whose removal somebody gave up, because its provider is gone for good. The
/// event of its end names that person.
///
/// Safe to run twice: what is gone stays gone.
@ApplicationScoped
class ForgetInstanceOnJobAbandoned implements EventHandler<ForgetInstanceOnJobAbandoned.Removal> {
  private final Resources<InstanceRow> instances;

  ForgetInstanceOnJobAbandoned(Resources<InstanceRow> instances) {
    this.instances = instances;
  }

  /// What is read of a job.
  record Removal(String instance, String kind, int generation) {}

  @Override
  public String consumer() {
    return "instance-forget-on-job-abandoned";
  }

  @Override
  public Set<String> events() {
    return Set.of("job.abandoned");
  }

  @Override
  public Class<Removal> snapshot() {
    return Removal.class;
  }

  @Override
  public boolean concerns(ChangeEvent<Removal> event) {
    Removal removal = event.after();
    return removal != null && removal.kind().equals("REMOVE");
  }

  @Override
  public Verdict handle(ChangeEvent<Removal> event, Transaction transaction) {
    Removal removal = event.snapshot();
    Optional<InstanceRow> found =
        instances.locked(transaction, TypeId.parse(removal.instance(), "inst").uuid());
    if (found.isPresent() && awaitsItsEnd(found.get(), removal)) {
      instances.removed(transaction, found.get(), event.actor());
    }
    return new Verdict.Done();
  }

  private static boolean awaitsItsEnd(InstanceRow instance, Removal removal) {
    return instance.header().deletionRequestedAt() != null
        && instance.generation() == removal.generation();
  }
}
