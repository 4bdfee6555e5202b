package dev.orrery.handlers.jobs;

import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/// What is under way at a resource, for whoever wants to give orders about it beside its jobs.
@ApplicationScoped
public class ResourceWork {
  private final JobResources resources;
  private final Addresses addresses;

  ResourceWork(JobResources resources, Addresses addresses) {
    this.resources = resources;
    this.addresses = addresses;
  }

  /// Whether a job is changing the resource, or has removed it. Takes the resource's lock, so that
  /// it stays like that until the end of the transaction.
  public boolean isSpokenFor(Transaction transaction, UUID resource) {
    resources.lock(transaction, resource);
    return !transaction
        .rows(
            Sql.of(
                    """
                    select 1 from job where resource = :resource
                    and (finished_at is null or kind = 'REMOVE') limit 1
                    """)
                .with("resource", resource))
        .isEmpty();
  }

  /// The newest fencing token given to an order about the resource; 0 before the first.
  public long newestToken(Transaction transaction, UUID resource) {
    return transaction
        .rows(
            Sql.of("select fencing_token from job_resource where resource = :resource")
                .with("resource", resource))
        .stream()
        .mapToLong(row -> ((Number) Objects.requireNonNull(row[0])).longValue())
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
