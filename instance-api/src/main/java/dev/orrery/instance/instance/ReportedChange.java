package dev.orrery.instance.instance;

import dev.orrery.kit.subgraph.resource.ResourceStatus;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a provider's report means for the record.
final class ReportedChange {
  private ReportedChange() {}

  /// Whether the deletion that was asked for is done. That an instance was gone before it was asked
  /// for says nothing: an order that was under way may have made it since.
  static boolean isTheEnd(InstanceRow instance, ComputeReport report) {
    return report.outcome() == ComputeReport.Outcome.GONE
        && instance.header().deletionRequestedAt() != null
        && report.generation() >= instance.generation();
  }

  /// Whether nothing newer was reported yet: newer is a later generation, then a later order of it,
  /// then, for one order, what ended it. Clocks play no part, because a provider's may be set back.
  static boolean isNews(InstanceRow instance, ComputeReport report) {
    if (report.generation() != instance.reportedGeneration) {
      return report.generation() > instance.reportedGeneration;
    }
    long token = token(instance, report);
    if (token != instance.reportedToken) {
      return token > instance.reportedToken;
    }
    return report.outcome().ends()
        || report.operationToken() == null
        || !report.operationToken().equals(instance.endedOperation);
  }

  static void apply(InstanceRow instance, ComputeReport report) {
    instance.reportedToken = token(instance, report);
    instance.reportedGeneration = report.generation();
    instance.endedOperation = report.outcome().ends() ? report.operationToken() : null;
    ComputeReport.@Nullable Machine machine = report.observed();
    if (machine != null && machine.providerReference() != null) {
      instance.providerReference = machine.providerReference();
    }
    observe(instance, report);
    if (instance.header().status() != ResourceStatus.DELETING) {
      instance.header().status(status(instance, report));
    }
  }

  private static void observe(InstanceRow instance, ComputeReport report) {
    @Nullable Observation before = instance.observation();
    Observation known = before == null ? Observation.nothing(report.at()) : before;
    Observation seen = seen(known, report);
    // Looking again and seeing the same is not news to anybody.
    if (!seen.at(known.observedAt(), seen.generation()).equals(before)) {
      instance.observe(seen);
    }
  }

  private static Observation seen(Observation known, ComputeReport report) {
    Observation facts = facts(known, report.observed());
    Observation seen =
        switch (report.outcome()) {
          case READY -> facts.saying(null);
          case PROGRESS ->
              report.progress() == null || report.progress().message().isEmpty()
                  ? facts
                  : facts.saying(report.progress().message());
          case FAILED ->
              report.failure() == null
                  ? facts
                  : facts.saying(
                      "%s: %s".formatted(report.failure().code(), report.failure().message()));
          case GONE -> facts.absent().saying("the provider says that it does not exist");
          case CHECK_AGAIN, SUPERSEDED -> facts;
        };
    return seen.at(report.at(), report.generation());
  }

  private static Observation facts(Observation known, ComputeReport.@Nullable Machine machine) {
    if (machine == null) {
      return known;
    }
    ComputeReport.@Nullable Size size = machine.instanceType();
    return new Observation(
        machine.powerState(),
        machine.hostname(),
        Objects.requireNonNullElse(machine.addresses(), List.of()),
        size == null ? known.vcpus() : Integer.valueOf(size.vcpus()),
        size == null ? known.memoryMib() : Integer.valueOf(size.memoryMib()),
        machine.image() == null ? known.operatingSystem() : machine.image(),
        List.of(),
        known.message(),
        known.observedAt(),
        known.generation());
  }

  private static ResourceStatus status(InstanceRow instance, ComputeReport report) {
    ResourceStatus now = instance.header().status();
    return switch (report.outcome()) {
      case READY -> report.isAboutDesire() ? ResourceStatus.ACTIVE : now;
      case FAILED -> isFinal(instance, report) ? ResourceStatus.FAILED : now;
      case GONE -> now == ResourceStatus.ACTIVE ? ResourceStatus.FAILED : now;
      case PROGRESS, CHECK_AGAIN, SUPERSEDED -> now;
    };
  }

  /// A failure to make what is no longer desired does not count.
  private static boolean isFinal(InstanceRow instance, ComputeReport report) {
    return report.isAboutDesire()
        && report.generation() >= instance.generation()
        && report.failure() != null
        && report.failure().kind() == ComputeReport.Failure.Kind.PERMANENT;
  }

  private static long token(InstanceRow instance, ComputeReport report) {
    @Nullable Long token = report.fencingToken();
    return token != null ? token : instance.reportedToken;
  }
}
