package dev.orrery.handlers.jobs;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.events.Change;
import dev.orrery.kit.events.Outbox;
import dev.orrery.kit.events.PolicyRevision;
import dev.orrery.kit.ids.TypeId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/// The jobs on record. Every change of one leaves an event.
///
/// However late a step is taken, and whatever it was that led to it, its events and orders name no
/// older revision of the policy than what was asked of the job was decided by.
@ApplicationScoped
class Jobs {
  static final String UPDATED = "updated";
  static final String ABANDONED = "abandoned";
  private static final String ACTOR = "event-handlers";

  private final JobResources resources;
  private final Outbox outbox;
  private final Clock clock = Clock.tick(Clock.systemUTC(), Duration.of(1, ChronoUnit.MICROS));

  Jobs(JobResources resources, Outbox outbox) {
    this.resources = resources;
    this.outbox = outbox;
  }

  /// Now, as precise as the database keeps it.
  Instant now() {
    return clock.instant();
  }

  /// The jobs of the resource that are under way, and the newest that somebody's change led to,
  /// whether it ended or not; oldest generation first. A removal is the newest for ever. Takes the
  /// lock.
  List<LoadedJob> of(Transaction transaction, UUID resource) {
    if (resources.lock(transaction, resource)) {
      return List.of();
    }
    var found =
        transaction.select(
            Job.class,
            Sql.of(
                    """
                    select * from job where id in (
                      select id from job where resource = :resource and finished_at is null
                      union all
                      (select id from job where resource = :resource and kind <> 'RECONCILE'
                       order by generation desc, kind desc limit 2))
                    order by generation, kind, created_at
                    """)
                .with("resource", resource));
    return load(transaction, found);
  }

  /// The job of a step; takes the lock. Empty when there is no such step.
  ///
  /// The job's row is locked, too, after the resource's: only what a statement locks does it see as
  /// it is once the lock was waited for.
  Optional<LoadedJob> ofStep(Transaction transaction, UUID step) {
    return transaction
        .select(
            Job.class,
            Sql.of(
                    """
                    select j.* from job_step s
                    join job j on j.id = s.job
                    join job_resource r on r.resource = j.resource
                    where s.id = :id
                    for update of r, j
                    """)
                .with("id", step))
        .stream()
        .findFirst()
        .map(job -> load(transaction, List.of(job)).getFirst());
  }

  /// One job; takes the lock. Empty when there is none with this id.
  Optional<LoadedJob> find(Transaction transaction, UUID id) {
    return transaction
        .rows(
            Sql.of(
                    """
                    select j.id from job j join job_resource r on r.resource = j.resource
                    where j.id = :id
                    for update of r
                    """)
                .with("id", id))
        .stream()
        .findFirst()
        .map(_ -> load(transaction, id));
  }

  /// Whether no other job of its resource came after it, or is under way. The caller holds the
  /// lock.
  boolean isNewest(Transaction transaction, Job job) {
    return transaction
        .rows(
            Sql.of(
                    """
                    select 1 from job
                    where resource = :resource and id <> :id
                      and (generation > :generation or kind = 'REMOVE' or finished_at is null
                           or :correction and created_at > :created)
                    """)
                .with("resource", job.resource)
                .with("id", job.id)
                .with("generation", job.generation)
                .with("correction", job.kind == JobKind.RECONCILE)
                .with("created", job.createdAt))
        .isEmpty();
  }

  /// One job with something due that nobody else works on, if there is any; takes the lock.
  List<UUID> nextDue(Transaction transaction, Set<UUID> aside) {
    return ids(
        transaction,
        Sql.of(
                """
                select j.id from job_step s
                join job j on j.id = s.job
                join job_resource r on r.resource = j.resource
                where s.due_at <= :now and j.id <> all(cast(string_to_array(:aside, ',') as uuid[]))
                order by s.due_at limit 1
                for update of r skip locked
                """)
            .with("now", now())
            .with("aside", list(aside)));
  }

  /// One job that took too long and that nobody else works on, if there is any; takes the lock.
  List<UUID> nextExpired(Transaction transaction, Set<UUID> aside) {
    return ids(
        transaction,
        Sql.of(
                """
                select j.id from job j join job_resource r on r.resource = j.resource
                where j.expires_at <= :now and j.id <> all(cast(string_to_array(:aside, ',') as uuid[]))
                order by j.expires_at limit 1
                for update of r skip locked
                """)
            .with("now", now())
            .with("aside", list(aside)));
  }

  static List<UUID> ids(Transaction transaction, Sql sql) {
    return transaction.rows(sql).stream()
        .map(row -> (UUID) Objects.requireNonNull(row[0]))
        .toList();
  }

  /// As PostgreSQL's `string_to_array(..., ',')` takes it.
  static String list(Collection<UUID> ids) {
    return ids.stream().map(UUID::toString).collect(joining(","));
  }

  /// One job whose lock the caller holds.
  LoadedJob load(Transaction transaction, UUID id) {
    var job = Objects.requireNonNull(transaction.find(Job.class, id));
    return load(transaction, List.of(job)).getFirst();
  }

  private static List<LoadedJob> load(Transaction transaction, List<Job> found) {
    if (found.isEmpty()) {
      return List.of();
    }
    var steps =
        transaction
            .select(
                Step.class,
                Sql.of(
                        """
                        select * from job_step
                        where job = any(cast(string_to_array(:jobs, ',') as uuid[]))
                        order by position
                        """)
                    .with("jobs", list(found.stream().map(job -> job.id).toList())))
            .stream()
            .collect(groupingBy(step -> step.job));
    return found.stream()
        .map(job -> new LoadedJob(job, steps.getOrDefault(job.id, List.of())))
        .toList();
  }

  /// Puts a new job on record, and begins with it: two versions with an event each, but one row
  /// that is written once. The caller holds the lock.
  ///
  /// @param beginning must not look for the job's own row
  void create(Transaction transaction, LoadedJob created, Consumer<LoadedJob> beginning) {
    var job = created.job();
    job.policyRevision = Math.max(job.policyRevision, PolicyRevision.current());
    derive(created);
    underPolicyOf(
        job,
        () ->
            append(
                transaction,
                job,
                Change.created("job", job.typeId(), 1, job.snapshot().values()),
                ACTOR));
    change(transaction, created, beginning);
    transaction.persist(job);
    created.steps().forEach(transaction::persist);
  }

  void change(Transaction transaction, LoadedJob loaded, Consumer<LoadedJob> change) {
    change(transaction, loaded, UPDATED, ACTOR, change);
  }

  /// Changes a job; when that leaves it as it was, nothing is told.
  void change(
      Transaction transaction,
      LoadedJob loaded,
      String verb,
      String actor,
      Consumer<LoadedJob> change) {
    var job = loaded.job();
    if (!actor.equals(ACTOR)) {
      job.policyRevision = Math.max(job.policyRevision, PolicyRevision.current());
    }
    underPolicyOf(job, () -> changed(transaction, loaded, verb, actor, change));
  }

  private static void underPolicyOf(Job job, Runnable work) {
    long revision = Math.max(job.policyRevision, PolicyRevision.current());
    PolicyRevision.run(() -> revision, work);
  }

  private void changed(
      Transaction transaction,
      LoadedJob loaded,
      String verb,
      String actor,
      Consumer<LoadedJob> change) {
    var job = loaded.job();
    var before = job.snapshot();
    change.accept(loaded);
    derive(loaded);
    if (job.snapshot().equals(before)) {
      return;
    }
    job.version++;
    job.updatedAt = now();
    append(
        transaction,
        job,
        Change.of("job", verb, job.typeId(), job.version, before.values(), job.snapshot().values()),
        actor);
  }

  /// What follows from the steps.
  private static void derive(LoadedJob loaded) {
    var job = loaded.job();
    job.steps = StepView.write(loaded.steps());
    job.inFlight = loaded.steps().stream().anyMatch(Step::isInFlight);
    job.expiresAt = job.status.isOver() ? null : loaded.expiresAt();
  }

  private void append(Transaction transaction, Job job, Change change, String actor) {
    outbox.append(
        transaction,
        change
            .in(
                job.organization == null ? null : new TypeId("org", job.organization),
                job.project == null ? null : new TypeId("proj", job.project))
            .by(actor)
            .relatedTo(List.of(job.resourceId())));
  }
}
