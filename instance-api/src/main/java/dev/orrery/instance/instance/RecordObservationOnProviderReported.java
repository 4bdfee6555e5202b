package dev.orrery.instance.instance;

import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.events.MessageHandler;
import dev.orrery.kit.events.Received;
import dev.orrery.kit.events.Verdict;
import dev.orrery.kit.ids.MalformedIdException;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.resource.Resources;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;

/// Safe to run twice: a report that was taken in before, or is older than one that was, changes
/// nothing.
@ApplicationScoped
class RecordObservationOnProviderReported implements MessageHandler<ComputeReport> {
  private final Resources<InstanceRow> instances;

  RecordObservationOnProviderReported(Resources<InstanceRow> instances) {
    this.instances = instances;
  }

  @Override
  public String consumer() {
    return "instance-record-observation";
  }

  @Override
  public String stream() {
    return "REPORTS";
  }

  @Override
  public Set<String> subjects() {
    return Set.of("reports.*.compute.>");
  }

  @Override
  public Class<ComputeReport> body() {
    return ComputeReport.class;
  }

  @Override
  public Verdict handle(Received<ComputeReport> message, Transaction transaction) {
    ComputeReport report = message.body();
    // NATS lets a provider publish under its own name alone, so the subject can be believed.
    String provider = message.token(1);
    String resource = message.token(3);
    if (!report.provider().equals(provider) || !report.resourceId().equals(resource)) {
      return new Verdict.Reject(
          "the report speaks of %s at %s, its subject of %s at %s"
              .formatted(report.resourceId(), report.provider(), resource, provider));
    }
    TypeId id;
    try {
      id = TypeId.parse(resource, "inst");
    } catch (MalformedIdException notOurs) {
      return new Verdict.Reject(
          "a report about compute that is no instance: " + notOurs.getMessage());
    }
    Optional<InstanceRow> found = instances.locked(transaction, id.uuid());
    if (found.isEmpty()) {
      return new Verdict.Done();
    }
    InstanceRow instance = found.get();
    if (!instance.isHeldBy(provider)) {
      return new Verdict.Reject(
          "%s reports about %s, which it does not hold".formatted(provider, id));
    }
    String actor = "provider:" + provider;
    if (ReportedChange.isTheEnd(instance, report)) {
      instances.removed(transaction, instance, actor);
    } else if (ReportedChange.isNews(instance, report)) {
      instances.changed(
          transaction, instance, "updated", actor, row -> ReportedChange.apply(row, report));
    }
    return new Verdict.Done();
  }
}
