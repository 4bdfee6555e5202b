package dev.orrery.kit.events;

import java.time.Instant;

/// A message as a [MessageHandler] gets it.
///
/// @param id the same in every redelivery
/// @param storedAt when the stream took it in
public record Received<M>(String subject, String id, M body, Instant storedAt, Traceparent trace) {

  /// One of the subject's parts, counted from 0: of `reports.simulator.compute.inst_01...`, token 1
  /// is the provider.
  public String token(int index) {
    return subject.split("\\.")[index];
  }
}
