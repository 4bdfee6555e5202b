package dev.orrery.provider.protocol;

import java.time.Instant;

/// A provider says that it is alive: `schemas/provider/heartbeat.json`.
public record Heartbeat(int protocol, String provider, String session, int ordersHeld, Instant at) {
  public Heartbeat {
    Wire.demandProtocol(protocol);
    Wire.required(provider, "provider");
    Wire.required(session, "session");
    Wire.required(at, "at");
  }
}
