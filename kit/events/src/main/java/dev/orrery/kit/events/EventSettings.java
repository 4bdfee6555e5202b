package dev.orrery.kit.events;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;

/// Settings of outbox, relay and consumers. The defaults are the promises; tests shorten times.
@ConfigMapping(prefix = "orrery.events")
interface EventSettings {
  /// Off, nothing is relayed and no handler runs: for a process that only does one task and ends.
  @WithDefault("true")
  boolean enabled();

  /// Who the events come from: the `source` of each envelope.
  @WithDefault("/${quarkus.application.name}")
  String source();

  /// How long a relay or consumer that went silent keeps its place.
  @WithDefault("4S")
  Duration lease();

  /// How often the outbox is looked at when nobody rings.
  @WithDefault("100MS")
  Duration poll();

  /// Rows published at a time.
  @WithDefault("500")
  int batch();

  /// From how many rows on those for one stream leave as one, where the server can take them so.
  @WithDefault("16")
  int bundle();

  /// How long a publish waits for its acknowledgement.
  @WithDefault("5S")
  Duration publishTimeout();

  /// How long published rows stay for a replay.
  @WithDefault("7D")
  Duration outboxRetention();

  /// How long a message is recognised as seen before: longer than any stream keeps it.
  @WithDefault("30D")
  Duration inboxRetention();

  /// How often NATS is asked for a sign of life, and how long it has for it.
  @WithDefault("5S")
  Duration watchdog();

  /// After this much silence about a message, NATS delivers it again.
  @WithDefault("5S")
  Duration ackWait();

  /// Messages that one consumer may have in hand.
  @WithDefault("512")
  int maxAckPending();

  /// Transactions of one consumer that run at the same time.
  @WithDefault("4")
  int parallel();

  /// Messages, about different resources, that share a transaction when many wait.
  @WithDefault("32")
  int together();

  /// The failure that parks a message.
  @WithDefault("5")
  int maxFailures();

  /// The wait after a first failure; it doubles with each further one.
  @WithDefault("1S")
  Duration backoff();

  /// Refuse readiness when NATS is known not to sync every write.
  @WithDefault("true")
  @WithName("require-sync-always")
  boolean requireSyncAlways();
}
