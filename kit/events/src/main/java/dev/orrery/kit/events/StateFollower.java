package dev.orrery.kit.events;

/// Keeps in memory what a stream says now, when that stream holds the newest message of each
/// subject. A bean of this type is found and run by itself.
///
/// Unlike a [Handler], every replica has its own, nothing is recorded in a database, and each start
/// and each reconnect reads the stream from its beginning. So a message may come many times, and an
/// older one after a newer one: compare versions. Calls come one at a time.
///
/// @param <M> what a body is read as: a record, or `JsonNode`
public interface StateFollower<M> {

  String stream();

  Class<M> body();

  /// Whether messages of a subject are for it; the others are not read.
  default boolean follows(String subject) {
    return true;
  }

  /// Takes a message in. It must not block; what it throws is logged, and the message passed over.
  void apply(Received<M> message);

  /// Everything that the stream holds at this moment has been applied. Said again and again, about
  /// once a second while nothing new comes, and not while NATS is away.
  void complete();
}
