package dev.orrery.provider.runner;

import dev.orrery.provider.Identity;
import dev.orrery.provider.Provider;
import dev.orrery.provider.journal.FileJournal;
import dev.orrery.provider.journal.Journal;
import java.util.concurrent.CountDownLatch;

/// Runs a provider: connects, announces, takes orders, reports, until it is closed. It waits for a
/// NATS that is not there yet, for streams that do not exist yet, and outlives every outage.
public final class ProviderRunner implements AutoCloseable {
  private final Link link;
  private final Pulse pulse;
  private final Intake intake;
  private final Journal journal;
  private final CountDownLatch closed = new CountDownLatch(1);

  private ProviderRunner(Link link, Pulse pulse, Intake intake, Journal journal) {
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
    var calls = new ProviderCalls<>(provider, desired, outbound, running);
    var desk = new OrderDesk(identity, calls, journal, outbound, running, settings.orderBytes());
    var intake = new Intake(identity.name(), link, desk, settings);
    var pulse = new Pulse(identity, link, outbound, intake::held, settings.heartbeatEvery());
    link.onConnected(pulse::announce);
    link.open();
    pulse.start();
    intake.start();
    return new ProviderRunner(link, pulse, intake, journal);
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
