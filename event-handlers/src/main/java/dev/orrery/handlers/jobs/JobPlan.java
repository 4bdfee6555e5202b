package dev.orrery.handlers.jobs;

import dev.orrery.kit.events.Trace;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.provider.protocol.Wire;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Lays out the steps of a new job. The same instance, generation and event give the same ids.
final class JobPlan {
  static final int USUAL_PRIORITY = 50;

  /// What people ask for goes before what nobody asked for.
  static final int PRIORITY_OF_CORRECTIONS = 30;

  private static final String NO_SECRETS = "[]";

  private JobPlan() {}

  static LoadedJob of(
      JobKind kind,
      InstanceSnapshot instance,
      String provider,
      @Nullable TypeId organization,
      @Nullable TypeId project,
      Instant changedAt,
      Instant now,
      Duration most) {
    var name = "%s:%d:%s".formatted(instance.id(), instance.generation(), kind);
    var job = new Job();
    job.id = id(name, changedAt);
    job.kind = kind;
    job.resource = instance.id().uuid();
    job.generation = instance.generation();
    job.organization = organization == null ? null : organization.uuid();
    job.project = project == null ? null : project.uuid();
    job.provider = provider;
    job.desired = new String(Wire.write(DesiredCompute.of(instance)), StandardCharsets.UTF_8);
    job.status = WorkStatus.PENDING;
    job.locations = new String(Wire.write(instance.locations()), StandardCharsets.UTF_8);
    job.secrets = new String(Wire.write(instance.secretsByName()), StandardCharsets.UTF_8);
    job.refusedSecrets = NO_SECRETS;
    job.steps = "[]";
    job.priority = USUAL_PRIORITY;
    job.deadline = now.plus(most);
    job.traceparent = Trace.current().toString();
    job.version = 1;
    job.createdAt = now;
    job.updatedAt = now;
    var steps = new ArrayList<Step>();
    for (var stepKind : stepsOf(kind, instance)) {
      steps.add(step(job, stepKind, steps.size(), instance, changedAt));
    }
    return new LoadedJob(job, List.copyOf(steps));
  }

  /// @param made by what the resource was made as it is desired
  static LoadedJob of(Correction correction, Job made, Instant now) {
    var token = correction.operationToken();
    var job = new Job();
    job.id = id(token + ":" + JobKind.RECONCILE, now);
    job.kind = JobKind.RECONCILE;
    job.resource = correction.resource().uuid();
    job.generation = correction.generation();
    job.organization = correction.organization();
    job.project = correction.project();
    job.provider = correction.provider();
    job.desired = new String(Wire.write(correction.desired()), StandardCharsets.UTF_8);
    job.status = WorkStatus.PENDING;
    job.locations = made.locations;
    job.secrets = made.secrets;
    job.refusedSecrets = made.refusedSecrets;
    job.policyRevision = made.policyRevision;
    job.steps = "[]";
    job.priority = PRIORITY_OF_CORRECTIONS;
    job.deadline = now.plus(correction.most());
    job.traceparent = Trace.current().toString();
    job.version = 1;
    job.createdAt = now;
    job.updatedAt = now;
    var step = new Step();
    step.id = id(token, now);
    step.job = job.id;
    step.kind = StepKind.CORRECT;
    step.status = WorkStatus.PENDING;
    step.operationToken = token;
    return new LoadedJob(job, List.of(step));
  }

  private static List<StepKind> stepsOf(JobKind kind, InstanceSnapshot instance) {
    return switch (kind) {
      case ENSURE ->
          instance.prefix() == null
              ? List.of(StepKind.PROVISION)
              : List.of(StepKind.ADDRESS, StepKind.PROVISION);
      case REMOVE -> List.of(StepKind.REMOVE);
      case RECONCILE -> List.of(StepKind.CORRECT);
    };
  }

  private static Step step(
      Job job, StepKind kind, int position, InstanceSnapshot instance, Instant changedAt) {
    var token =
        "%s:%d:%s"
            .formatted(instance.id(), instance.generation(), kind.name().toLowerCase(Locale.ROOT));
    var step = new Step();
    step.id = id(token, changedAt);
    step.job = job.id;
    step.position = position;
    step.kind = kind;
    step.status = WorkStatus.PENDING;
    step.operationToken = token;
    return step;
  }

  /// A UUIDv7 (RFC 9562) whose random bits are the name's hash.
  static UUID id(String name, Instant at) {
    try {
      var hash =
          ByteBuffer.wrap(
              MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8)));
      long high = at.toEpochMilli() << 16 | 0x7000 | hash.getLong() & 0x0fff;
      long low = 0x8000_0000_0000_0000L | hash.getLong() & 0x3fff_ffff_ffff_ffffL;
      return new UUID(high, low);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
