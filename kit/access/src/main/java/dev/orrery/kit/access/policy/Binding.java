package dev.orrery.kit.access.policy;

import dev.orrery.kit.access.policy.condition.Condition;
import dev.orrery.kit.access.policy.fact.Stamp;
import dev.orrery.kit.ids.TypeId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A binding in numbers. There may be a million of them.
final class Binding {
  private static final long FOREVER = Long.MAX_VALUE;

  private final long idHigh;
  private final long idLow;
  private final long revision;
  private final long version;
  private final long expiresAtMicros;
  final int principal;
  final int role;
  final int organization;
  final int scope;

  /// The number of the project that it names, also where it is on a resource of that.
  final int project;

  final @Nullable Condition condition;

  /// Where the one thread that changes the policy keeps it among its principal's.
  int position;

  Binding(
      UUID id,
      Stamp stamp,
      @Nullable Instant expiresAt,
      int principal,
      int role,
      int organization,
      int scope,
      int project,
      @Nullable Condition condition) {
    this.idHigh = id.getMostSignificantBits();
    this.idLow = id.getLeastSignificantBits();
    this.revision = stamp.revision();
    this.version = stamp.version();
    this.expiresAtMicros = expiresAt == null ? FOREVER : micros(expiresAt);
    this.principal = principal;
    this.role = role;
    this.organization = organization;
    this.scope = scope;
    this.project = project;
    this.condition = condition;
  }

  TypeId id() {
    return new TypeId("bind", new UUID(idHigh, idLow));
  }

  Stamp stamp() {
    return Stamp.of(revision, version);
  }

  /// Whether it grants all that its role contains to everything below its scope, at all times.
  boolean isPlain() {
    return Scope.isOrganization(scope) && expiresAtMicros == FOREVER && condition == null;
  }

  @Nullable Instant expiresAt() {
    return expiresAtMicros == FOREVER
        ? null
        : Instant.EPOCH.plus(expiresAtMicros, ChronoUnit.MICROS);
  }

  boolean isExpired(long nowMicros) {
    return nowMicros >= expiresAtMicros;
  }

  /// Since 1970; what is beyond the reach of a long is clipped.
  static long micros(Instant instant) {
    long seconds = instant.getEpochSecond();
    long limit = FOREVER / 1_000_000 - 1;
    return seconds > limit || seconds < -limit
        ? Long.signum(seconds) * (FOREVER - 1)
        : seconds * 1_000_000 + instant.getNano() / 1_000;
  }
}
