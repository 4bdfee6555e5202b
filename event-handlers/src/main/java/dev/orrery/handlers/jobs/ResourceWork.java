package dev.orrery.handlers.jobs;

import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What is under way at a resource, for whoever wants to give orders about it beside its jobs.
@ApplicationScoped
public class ResourceWork {
  private static final UUID NOBODY = new UUID(0, 0);

  private final JobResources resources;
  private final Addresses addresses;
  private final Jobs jobs;
  private final JobFlow flow;

  ResourceWork(JobResources resources, Addresses addresses, Jobs jobs, JobFlow flow) {
    this.resources = resources;
    this.addresses = addresses;
    this.jobs = jobs;
    this.flow = flow;
  }

  /// Whether a job is changing the resource, has removed it, or is still to be planned for that
  /// generation. Takes the resource's lock, so that it stays like that until the end of the
  /// transaction.
  public boolean isSpokenFor(Transaction transaction, UUID resource, long generation) {
    return isSpokenFor(transaction, resource, generation, NOBODY);
  }

  /// The same, except for a job of which is known that it has nothing more to do.
  public boolean isSpokenFor(
      Transaction transaction, UUID resource, long generation, UUID exceptBy) {
    var _ = resources.lock(transaction, resource);
    var jobs =
        transaction
            .rows(
                Sql.of(
                        """
                        select exists (select 1 from job where resource = :resource
                                         and finished_at is null and id <> :except),
                               exists (select 1 from job where resource = :resource and kind = 'REMOVE'),
                               exists (select 1 from job where resource = :resource
                                         and generation >= :generation and kind <> 'RECONCILE')
                        """)
                    .with("resource", resource)
                    .with("except", exceptBy)
                    .with("generation", generation))
            .getFirst();
    boolean changes = Boolean.TRUE.equals(jobs[0]);
    boolean removed = Boolean.TRUE.equals(jobs[1]);
    boolean planned = Boolean.TRUE.equals(jobs[2]);
    return changes || removed || !planned;
  }

  private static long number(@Nullable Object value) {
    return ((Number) Objects.requireNonNull(value)).longValue();
  }

  /// The newest fencing token given to an order about the resource; 0 before the first.
  public long newestToken(Transaction transaction, UUID resource) {
    return transaction
        .rows(
            Sql.of("select fencing_token from job_resource where resource = :resource")
                .with("resource", resource))
        .stream()
        .mapToLong(row -> number(row[0]))
        .findFirst()
        .orElse(0);
  }

  /// Has a job put right what somebody changed. The caller holds the resource's lock.
  ///
  /// @return the job's id
  public TypeId correct(Transaction transaction, Correction correction) {
    var newest =
        transaction
            .select(
                Job.class,
                Sql.of(
                        """
                        select * from job where resource = :resource and kind = 'ENSURE'
                        order by generation desc limit 1
                        """)
                    .with("resource", correction.resource().uuid()))
            .getFirst();
    var planned = JobPlan.of(correction, newest, jobs.now());
    jobs.create(transaction, planned, job -> flow.advance(transaction, job));
    return planned.job().typeId();
  }

  /// The addresses that ipam gave the resource.
  public List<String> addresses(Transaction transaction, UUID resource) {
    return addresses.of(transaction, resource);
  }
}
