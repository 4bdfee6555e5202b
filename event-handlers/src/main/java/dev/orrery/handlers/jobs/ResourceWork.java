package dev.orrery.handlers.jobs;

import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What is under way at a resource, for whoever wants to give orders about it beside its jobs.
@ApplicationScoped
public class ResourceWork {
  private final JobResources resources;
  private final Addresses addresses;

  ResourceWork(JobResources resources, Addresses addresses) {
    this.resources = resources;
    this.addresses = addresses;
  }

  /// Whether a job is changing the resource, has removed it, or is still to be planned for that
  /// generation. Takes the resource's lock, so that it stays like that until the end of the
  /// transaction.
  public boolean isSpokenFor(Transaction transaction, UUID resource, long generation) {
    resources.lock(transaction, resource);
    var jobs =
        transaction
            .rows(
                Sql.of(
                        """
                        select count(*) filter (where finished_at is null or kind = 'REMOVE'),
                               count(*) filter (where generation >= :generation)
                        from job where resource = :resource
                        """)
                    .with("resource", resource)
                    .with("generation", generation))
            .getFirst();
    return number(jobs[0]) > 0 || number(jobs[1]) == 0;
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

  /// A fencing token higher than any before. The caller holds the resource's lock.
  public long nextToken(Transaction transaction, UUID resource) {
    return resources.nextToken(transaction, resource);
  }

  /// The addresses that ipam gave the resource.
  public List<String> addresses(Transaction transaction, UUID resource) {
    return addresses.of(transaction, resource);
  }
}
