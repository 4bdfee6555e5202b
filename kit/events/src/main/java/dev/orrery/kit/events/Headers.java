package dev.orrery.kit.events;

/// Names of the headers that this kit sets or reads.
public final class Headers {
  public static final String MESSAGE_ID = "Nats-Msg-Id";
  public static final String TRACEPARENT = "traceparent";
  public static final String CONTENT_TYPE = "content-type";

  /// The revision of the policy that the message was caused under.
  public static final String POLICY_REVISION = "Orrery-Policy-Revision";

  /// Only this consumer shall take notice; every other one acknowledges at once.
  public static final String ONLY = "Orrery-Only";

  /// Which replay the message belongs to: it takes effect once more in each.
  public static final String REPLAY = "Orrery-Replay";

  /// What a message was called before it was driven again, so that its effect stays the same one.
  public static final String ORIGINAL_ID = "Orrery-Original-Id";

  /// Three by which a stream tells which messages it is to take as one.
  static final String BATCH_ID = "Nats-Batch-Id";

  static final String BATCH_SEQUENCE = "Nats-Batch-Sequence";
  static final String BATCH_COMMIT = "Nats-Batch-Commit";

  /// Whether the header speaks to the server about one publish, and would mean something else in
  /// another.
  static boolean isOfOnePublish(String name) {
    return name.startsWith("Nats-");
  }

  private Headers() {}
}
