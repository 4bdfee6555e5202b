package dev.orrery.handlers.jobs;

import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.events.ChangeEvent;
import dev.orrery.kit.events.EventHandler;
import dev.orrery.kit.events.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;

/// Safe to run twice: an instance has one job for each generation, and an older one is never
/// planned after a newer one.
@ApplicationScoped
class PlanJobOnInstanceChanged implements EventHandler<InstanceSnapshot> {
  private final Jobs jobs;
  private final JobFlow flow;
  private final JobSettings settings;

  PlanJobOnInstanceChanged(Jobs jobs, JobFlow flow, JobSettings settings) {
    this.jobs = jobs;
    this.flow = flow;
    this.settings = settings;
  }

  @Override
  public String consumer() {
    return "handlers-plan-job";
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
  public Verdict handle(ChangeEvent<InstanceSnapshot> event, Transaction transaction) {
    var instance = event.after();
    var provider = instance == null ? null : instance.provider();
    if (instance == null || provider == null || instance.isAdopted()) {
      return new Verdict.Done();
    }
    var kind = instance.deletionRequestedAt() == null ? JobKind.ENSURE : JobKind.REMOVE;
    var existing = jobs.of(transaction, instance.id().uuid());
    if (isPlanned(existing, kind, instance.generation())) {
      return new Verdict.Done();
    }
    LoadedJob planned;
    try {
      planned =
          JobPlan.of(
              kind,
              instance,
              provider,
              event.organization(),
              event.project(),
              event.time(),
              jobs.now(),
              settings.deadline());
    } catch (IllegalArgumentException incomplete) {
      return new Verdict.Reject(String.valueOf(incomplete.getMessage()));
    }
    for (var older : existing) {
      if (!older.job().status.isOver()) {
        jobs.change(
            transaction,
            older,
            job -> flow.cancel(transaction, job, "a newer change of the instance took its place"));
      }
    }
    jobs.create(transaction, planned);
    jobs.change(transaction, planned, job -> flow.advance(transaction, job));
    return new Verdict.Done();
  }

  /// A removal is the last thing that is planned.
  private static boolean isPlanned(List<LoadedJob> existing, JobKind kind, long generation) {
    return existing.stream()
        .map(LoadedJob::job)
        .anyMatch(job ->
            job.kind == JobKind.REMOVE
                || kind == JobKind.ENSURE
                    && job.kind == JobKind.ENSURE
                    && job.generation >= generation);
  }
}
