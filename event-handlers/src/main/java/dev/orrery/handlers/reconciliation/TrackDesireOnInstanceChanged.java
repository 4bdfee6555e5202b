package dev.orrery.handlers.reconciliation;

import dev.orrery.handlers.jobs.DesiredCompute;
import dev.orrery.handlers.jobs.InstanceSnapshot;
import dev.orrery.handlers.reconciliation.Attribute.Cause;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.events.ChangeEvent;
import dev.orrery.kit.events.EventHandler;
import dev.orrery.kit.events.Verdict;
import dev.orrery.provider.protocol.Wire;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// Safe to run twice: an older generation never replaces a newer one. Once a deletion is asked for,
/// the resource is nobody's to put right any more.
@ApplicationScoped
class TrackDesireOnInstanceChanged implements EventHandler<InstanceSnapshot> {
  private static final String KIND = "compute";

  private final Reconciliations reconciliations;
  private final ReconciliationSettings settings;

  TrackDesireOnInstanceChanged(Reconciliations reconciliations, ReconciliationSettings settings) {
    this.reconciliations = reconciliations;
    this.settings = settings;
  }

  @Override
  public String consumer() {
    return "handlers-track-desire";
  }

  @Override
  public Set<String> events() {
    return Set.of("instance.*");
  }

  @Override
  public Class<InstanceSnapshot> snapshot() {
    return InstanceSnapshot.class;
  }

  @Override
  public boolean wantsNewsOnly() {
    return true;
  }

  @Override
  public Verdict handle(ChangeEvent<InstanceSnapshot> event, Transaction transaction) {
    var known = reconciliations.lock(transaction, event.resource().uuid());
    var instance = event.after();
    var provider = instance == null ? null : instance.provider();
    if (instance == null
        || provider == null
        || instance.isAdopted()
        || instance.deletionRequestedAt() != null) {
      known.ifPresent(row -> reconciliations.remove(transaction, row));
      return new Verdict.Done();
    }
    DesiredCompute desired;
    try {
      desired = DesiredCompute.of(instance);
    } catch (IllegalArgumentException incomplete) {
      return new Verdict.Reject(String.valueOf(incomplete.getMessage()));
    }
    var text = new String(Wire.write(desired), StandardCharsets.UTF_8);
    if (known.isEmpty()) {
      reconciliations.create(transaction, tracked(event, instance, provider, text));
    } else if (instance.generation() > known.get().generation) {
      reconciliations.change(
          transaction,
          known.get(),
          row -> {
            var now = reconciliations.now();
            row.provider = provider;
            row.generation = instance.generation();
            row.desired = text;
            row.status = SyncStatus.UNKNOWN;
            row.attributes =
                Attribute.write(
                    row.known().stream()
                        .map(each -> each.with(SyncStatus.UNKNOWN, Cause.DESIRE_CHANGED, now))
                        .toList());
            row.message = null;
            row.observedAt = null;
            row.givenUp = false;
            row.correction = null;
            row.lookAt = now.plus(settings.next(row.kind, false));
          });
    }
    return new Verdict.Done();
  }

  private Reconciliation tracked(
      ChangeEvent<InstanceSnapshot> event,
      InstanceSnapshot instance,
      String provider,
      String desired) {
    var now = reconciliations.now();
    var organization = event.organization();
    var project = event.project();
    var row = new Reconciliation();
    row.id = instance.id().uuid();
    row.organization = organization == null ? null : organization.uuid();
    row.project = project == null ? null : project.uuid();
    row.provider = provider;
    row.kind = KIND;
    row.generation = instance.generation();
    row.desired = desired;
    row.status = SyncStatus.UNKNOWN;
    row.attributes = "[]";
    row.lookAt = now.plus(settings.next(KIND, false));
    row.answered = true;
    row.version = 1;
    row.createdAt = now;
    row.updatedAt = now;
    return row;
  }
}
