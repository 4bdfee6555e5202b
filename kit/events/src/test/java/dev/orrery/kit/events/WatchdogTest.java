package dev.orrery.kit.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kit.testing.Login;
import dev.orrery.kit.testing.NatsForTests;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A server that is wedged, and everything that could be mistaken for it.
class WatchdogTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final EventMetrics metrics = new EventMetrics(new SimpleMeterRegistry());
  private @Nullable NatsLink link;
  private @Nullable Watchdog watchdog;

  @AfterEach
  void stop() throws Exception {
    if (watchdog != null) {
      watchdog.stop();
    }
    if (link != null) {
      link.stop();
    }
  }

  @Test
  void noticesAServerThatFreezesAndThatItIsBack() throws Throwable {
    try (NatsForTests nats = NatsForTests.start()) {
      Watchdog watching = watch(nats.url(), nats.owner());
      Eventually.within(SOON, () -> assertThat(signsOfLife(nats)).isGreaterThanOrEqualTo(2));
      assertThat(watching.isWedged()).isFalse();

      nats.freeze();
      Eventually.within(SOON, () -> assertThat(watching.isWedged()).isTrue());
      assertThat(metrics.wedged()).isEqualTo(1);

      nats.thaw();
      Eventually.within(SOON, () -> assertThat(watching.isWedged()).isFalse());
      assertThat(metrics.wedged()).isZero();
    }
  }

  @Test
  void aServerThatWasKilledIsAwayAndNotWedged() throws Throwable {
    try (NatsForTests nats = NatsForTests.start()) {
      Watchdog watching = watch(nats.url(), nats.owner());
      Eventually.within(SOON, () -> assertThat(signsOfLife(nats)).isPositive());

      nats.kill();

      staysUnwedged(watching);
    }
  }

  @Test
  void aServerThatRefusesTheSignOfLifeHasAnswered() throws Throwable {
    try (NatsForTests nats = NatsForTests.start()) {
      try (var connection = nats.connect()) {
        connection.jetStreamManagement().deleteStream("WATCHDOG");
      }
      staysUnwedged(watch(nats.url(), nats.owner()));
    }
  }

  @Test
  void aServerThatTakesConnectionsAndGreetsNobodyIsWedged() throws Throwable {
    try (ServerSocket mute = listening()) {
      Watchdog watching = watch(at(mute), null);
      Eventually.within(SOON, () -> assertThat(watching.isWedged()).isTrue());
    }
  }

  @Test
  void aServerThatGreetsIsAliveThoughItLetsNobodyIn() throws Throwable {
    try (ServerSocket strict = listening()) {
      Thread.ofVirtual().start(() -> greet(strict));
      staysUnwedged(watch(at(strict), null));
    }
  }

  @Test
  void nobodyIsWedgedWhereNobodyListens() throws Throwable {
    String nowhere;
    try (ServerSocket closed = listening()) {
      nowhere = at(closed);
    }
    staysUnwedged(watch(nowhere, null));
  }

  private Watchdog watch(String url, @Nullable Login login) {
    NatsSettings settings = settings(url, login);
    NatsLink started = new NatsLink("watchdog-test", settings);
    Watchdog watching =
        new Watchdog("watchdog-test", started, settings, TestSettings.watching(LOOK), metrics);
    link = started;
    watchdog = watching;
    started.start();
    watching.start();
    return watching;
  }

  /// On a busy machine one look may come too late. A watchdog that is wrong is so at every look.
  private static void staysUnwedged(Watchdog watching) throws Throwable {
    Thread.sleep(LOOK.multipliedBy(2));
    Eventually.within(
        SOON,
        () -> {
          for (int look = 0; look < 4; look++) {
            Thread.sleep(LOOK.dividedBy(2));
            assertThat(watching.isWedged()).isFalse();
          }
        });
  }

  private static long signsOfLife(NatsForTests nats) throws Exception {
    try (var connection = nats.connect()) {
      return connection
          .jetStreamManagement()
          .getStreamInfo("WATCHDOG")
          .getStreamState()
          .getLastSequence();
    }
  }

  private static void greet(ServerSocket server) {
    try {
      while (true) {
        Socket caller = server.accept();
        caller.getOutputStream().write("INFO {".getBytes(StandardCharsets.UTF_8));
        caller.getOutputStream().flush();
      }
    } catch (java.io.IOException closed) {
      // The test is over.
      Thread.onSpinWait();
    }
  }

  private static ServerSocket listening() throws Exception {
    return new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
  }

  private static String at(ServerSocket server) {
    return "nats://127.0.0.1:" + server.getLocalPort();
  }

  private static NatsSettings settings(String url, @Nullable Login login) {
    return new NatsSettings() {
      @Override
      public String url() {
        return url;
      }

      @Override
      public Optional<String> user() {
        return Optional.ofNullable(login).map(Login::user);
      }

      @Override
      public Optional<String> password() {
        return Optional.ofNullable(login).map(Login::password);
      }

      @Override
      public Optional<String> monitoringUrl() {
        return Optional.empty();
      }
    };
  }
}
