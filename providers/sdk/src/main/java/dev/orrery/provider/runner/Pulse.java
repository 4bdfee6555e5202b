package dev.orrery.provider.runner;

import dev.orrery.provider.Identity;
import dev.orrery.provider.protocol.Heartbeat;
import dev.orrery.provider.protocol.Hello;
import dev.orrery.provider.protocol.Subjects;
import dev.orrery.provider.protocol.Wire;
import dev.orrery.provider.secrets.KeyRing;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntSupplier;

/// Hello at every connection, then a heartbeat.
final class Pulse implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Pulse.class.getName());

  private final Identity identity;
  private final Optional<KeyRing> keys;
  private final Link link;
  private final Outbound outbound;
  private final IntSupplier ordersHeld;
  private final Duration every;
  private final String session = UUID.randomUUID().toString();
  private final Thread beating = Thread.ofVirtual().name("heartbeat").unstarted(this::beat);

  Pulse(
      Identity identity,
      Optional<KeyRing> keys,
      Link link,
      Outbound outbound,
      IntSupplier ordersHeld,
      Duration every) {
    this.identity = identity;
    this.keys = keys;
    this.link = link;
    this.outbound = outbound;
    this.ordersHeld = ordersHeld;
    this.every = every;
  }

  void start() {
    beating.start();
  }

  void announce() {
    var hello =
        new Hello(
            Wire.PROTOCOL,
            identity.name(),
            session,
            identity.kinds(),
            identity.version(),
            identity.capabilities(),
            identity.locations(),
            identity.organizations(),
            identity.publicKey(),
            keys.map(KeyRing::announced).orElse(null),
            Instant.now());
    outbound.publish(Subjects.hello(identity.name()), Wire.write(hello), null, null);
  }

  private void beat() {
    while (link.isOpen() && !Thread.currentThread().isInterrupted()) {
      link.pause(every);
      var heartbeat =
          new Heartbeat(
              Wire.PROTOCOL, identity.name(), session, ordersHeld.getAsInt(), Instant.now());
      try {
        // No waiting for the stream: the next one says the same.
        link.connection().publish(Subjects.heartbeat(identity.name()), Wire.write(heartbeat));
      } catch (IOException | IllegalStateException e) {
        LOG.log(System.Logger.Level.DEBUG, "heartbeat not sent", e);
      }
    }
  }

  @Override
  public void close() {
    beating.interrupt();
  }
}
