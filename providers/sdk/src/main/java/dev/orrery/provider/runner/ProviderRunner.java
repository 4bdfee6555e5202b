package dev.orrery.provider.runner;

import dev.orrery.provider.Identity;
import dev.orrery.provider.Provider;
import dev.orrery.provider.journal.FileJournal;
import dev.orrery.provider.journal.Journal;
import dev.orrery.provider.secrets.KeyRing;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// Runs a provider: connects, announces, takes orders, reports, until it is closed. It waits for a
/// NATS that is not there yet, for streams that do not exist yet, and outlives every outage.
public final class ProviderRunner implements AutoCloseable {
  private final Link link;
  private final Pulse pulse;
  private final Intake intake;
  private final Journal journal;
  private final Optional<KeyRing> keys;
  private final CountDownLatch closed = new CountDownLatch(1);

  private ProviderRunner(
      Link link, Pulse pulse, Intake intake, Journal journal, Optional<KeyRing> keys) {
    this.keys = keys;
    this.link = link;
    this.pulse = pulse;
    this.intake = intake;
    this.journal = journal;
  }

  /// Starts with a file journal in `settings.home()`.
  ///
  /// @throws IllegalStateException when another process uses that folder
  public static <D, O> ProviderRunner start(
      Identity identity, Provider<D, O> provider, Class<D> desired, Settings settings) {
    var journal = FileJournal.open(settings.home().resolve("orders.journal"));
    return start(identity, provider, desired, settings, journal);
  }

  /// Starts with a journal of the provider's own, which is closed with the runner.
  public static <D, O> ProviderRunner start(
      Identity identity,
      Provider<D, O> provider,
      Class<D> desired,
      Settings settings,
      Journal journal) {
    var link = new Link(identity.name(), settings);
    var outbound = new Outbound(link);
    var running = new RunningWork();
    var keys =
        identity.takesSecrets()
            ? Optional.of(KeyRing.open(settings.home().resolve("secrets.jwks")))
            : Optional.<KeyRing>empty();
    var calls = new ProviderCalls<>(provider, desired, outbound, running, keys);
    var desk = new OrderDesk(identity, calls, journal, outbound, running, settings.orderBytes());
    var intake = new Intake(identity.name(), link, desk, settings);
    var pulse = new Pulse(identity, keys, link, outbound, intake::held, settings.heartbeatEvery());
    link.onConnected(pulse::announce);
    link.open();
    pulse.start();
    intake.start();
    return new ProviderRunner(link, pulse, intake, journal, keys);
  }

  /// Has secrets sealed to a new key from now on. What was sealed to older ones is still opened.
  ///
  /// @throws IllegalStateException when the provider takes no secrets
  public void rotateKey() {
    keys.orElseThrow(() -> new IllegalStateException("this provider takes no secrets")).rotate();
    pulse.announce();
  }

  /// Waits until the runner is closed.
  public void join() throws InterruptedException {
    closed.await();
  }

  /// Takes no further order, gives the ones at hand a few seconds, and leaves. What is not answered
  /// by then is delivered again at the next start.
  @Override
  public void close() {
    pulse.close();
    intake.close();
    link.close();
    journal.close();
    closed.countDown();
  }
}
