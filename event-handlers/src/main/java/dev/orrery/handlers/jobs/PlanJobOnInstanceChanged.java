package dev.orrery.handlers.jobs;

import dev.orrery.handlers.secret.SecretUse;
import dev.orrery.kit.access.Actors;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.events.ChangeEvent;
import dev.orrery.kit.events.EventHandler;
import dev.orrery.kit.events.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Safe to run twice: an instance has one job for each generation, and an older one is never
/// planned after a newer one.
///
/// Whoever names a secret for an instance must be allowed to have it used. What an earlier job of
/// the instance had was asked about then.
@ApplicationScoped
class PlanJobOnInstanceChanged implements EventHandler<InstanceSnapshot> {
  private final Jobs jobs;
  private final JobFlow flow;
  private final JobSettings settings;
  private final Actors actors;

  PlanJobOnInstanceChanged(Jobs jobs, JobFlow flow, JobSettings settings, Actors actors) {
    this.jobs = jobs;
    this.flow = flow;
    this.settings = settings;
    this.actors = actors;
  }

  @Override
  public String consumer() {
    return "handlers-plan-job";
  }

  @Override
  public boolean awaitPolicy(long revision, Duration patience) {
    return actors.await(revision, patience);
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
  public boolean concerns(ChangeEvent<InstanceSnapshot> event) {
    var instance = event.after();
    return instance != null && instance.provider() != null && !instance.isAdopted();
  }

  @Override
  public Verdict handle(ChangeEvent<InstanceSnapshot> event, Transaction transaction) {
    transaction.deferWrites();
    var instance = Objects.requireNonNull(event.after());
    var provider = Objects.requireNonNull(instance.provider());
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
    var named = new HashSet<>(planned.job().secretsByName().values());
    named.removeAll(usedBefore(existing));
    planned
        .job()
        .refuse(SecretUse.refusedTo(actors.of(event.actor()), named, planned.job().organization));
    var superseded = existing.stream().filter(older -> !older.job().status.isOver()).toList();
    superseded.forEach(older ->
        jobs.change(
            transaction,
            older,
            job -> flow.cancel(transaction, job, "a newer change of the instance took its place")));
    if (!superseded.isEmpty()) {
      // Its place in the provider's queue shall be seen to be free.
      transaction.flush();
    }
    jobs.create(transaction, planned, job -> flow.advance(transaction, job));
    return new Verdict.Done();
  }

  private static Set<String> usedBefore(List<LoadedJob> existing) {
    return existing.stream()
        .map(LoadedJob::job)
        .filter(job -> job.kind == JobKind.ENSURE)
        .max(Comparator.comparingLong(job -> job.generation))
        .map(Job::usableSecrets)
        .orElseGet(Set::of);
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
