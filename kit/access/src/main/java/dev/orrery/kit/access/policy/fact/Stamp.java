package dev.orrery.kit.access.policy.fact;

/// Where a fact stands in the history of the policy.
///
/// @param revision of the whole policy: that of the transaction which changed the fact; 0 for what
///   services declare themselves
/// @param version of the fact alone
/// @param more whether further facts of the same revision follow in the stream
public record Stamp(long revision, long version, boolean more) {
  public Stamp {
    if (revision < 0 || version < 0) {
      throw new IllegalArgumentException("a revision and a version are not negative");
    }
  }

  /// Before everything.
  public static final Stamp NEVER = new Stamp(0, 0, false);

  /// Whether, of two messages about one fact, this one holds: it was told in a later transaction,
  /// or later in one.
  public boolean isAfter(Stamp other) {
    return revision != other.revision ? revision > other.revision : version > other.version;
  }

  /// The only fact, or the last one, of its revision.
  public static Stamp of(long revision, long version) {
    return new Stamp(revision, version, false);
  }
}
