package dev.orrery.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.launcher.nats.NatsBinary;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptTest {
  private static final Path ROOT = Path.of(System.getProperty("orrery.root"));

  @TempDir Path folder;
  private Script orrery;

  @BeforeEach
  void makeHome() throws IOException {
    var home = Files.createDirectory(folder.resolve("home"));
    orrery = new Script(home).with("ORRERY_NATS_SERVER", NatsBinary.locate(ROOT).toString());
    // The binaries are unpacked once for all tests.
    Files.createSymbolicLink(home.resolve("postgres"), binaries());
  }

  @AfterEach
  void leaveNothingRunning() throws Exception {
    orrery.run("down");
    Files.delete(folder.resolve("home/postgres"));
  }

  @Test
  void explainsItself() throws Exception {
    var said = orrery.run("--help");
    assertThat(said.status()).isZero();
    assertThat(said.text()).contains("./orrery up", "./orrery down", "./orrery token");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "up", "down", "status", "logs", "token", "login", "logout", "whoami", "test", "gateway",
        "demo", "events", "reset", "version"
      })
  void everyCommandExplainsItself(String command) throws Exception {
    var said = orrery.run(command, "--help");
    assertThat(said.status()).isZero();
    assertThat(said.text()).startsWith("./orrery " + command);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tail", "replay", "dead", "redrive"})
  void everyCommandAboutEventsExplainsItself(String command) throws Exception {
    var said = orrery.run("events", command, "--help");
    assertThat(said.status()).isZero();
    assertThat(said.text()).startsWith("./orrery events " + command);
  }

  @Test
  void aCommandAboutEventsSaysThatNatsDoesNotRun() throws Exception {
    var said = orrery.run("events", "tail");
    assertThat(said.status()).isEqualTo(1);
    assertThat(said.text()).contains("nats does not run", "./orrery up");
  }

  @Test
  void refusesACommandItDoesNotKnow() throws Exception {
    var said = orrery.run("frobnicate");
    assertThat(said.status()).isEqualTo(1);
    assertThat(said.text()).contains("no command 'frobnicate'", "--help");
  }

  @Test
  void tellsThatNothingRuns() throws Exception {
    var said = orrery.run("status");
    assertThat(said.status()).isEqualTo(1);
    assertThat(said.text().lines().filter(line -> line.contains("down"))).hasSize(9);
    assertThat(orrery.run("down").text()).contains("Nothing runs.");
  }

  @Test
  void namesWhoHoldsAPortItWants() throws Exception {
    try (var squatter =
        new ServerSocket(
            orrery.port("LOCATION"), 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      var said = orrery.run("up", "--detach", "postgres", "location");
      assertThat(said.status()).isEqualTo(1);
      assertThat(said.text())
          .contains(
              "port %d, wanted by location-api, is taken".formatted(squatter.getLocalPort()),
              "set ORRERY_LOCATION_PORT to another port");
    }
    assertThat(Ports.answers(orrery.port("POSTGRES"))).isFalse();
  }

  @Test
  void refusesAJdkThatIsNone() throws Exception {
    var said = orrery.with("ORRERY_JAVA_HOME", "/nowhere").run("up", "--detach", "nats");
    assertThat(said.status()).isEqualTo(1);
    assertThat(said.text()).contains("ORRERY_JAVA_HOME=/nowhere is not a JDK");
  }

  @Test
  void startsAndStopsTheServersAndKeepsTheirSecretsToItsUser() throws Exception {
    assertThat(orrery.run("up", "--detach", "postgres", "nats").status()).isZero();
    assertThat(Ports.answers(orrery.port("POSTGRES"))).isTrue();
    assertThat(Ports.answers(orrery.port("NATS"))).isTrue();
    var pid = orrery.pid("postgres");

    assertThat(orrery.run("up", "--detach", "postgres", "nats").text()).contains("Already up.");
    assertThat(orrery.pid("postgres")).isEqualTo(pid);
    assertThat(orrery.run("status").text()).containsPattern("postgres +%d +".formatted(pid));
    assertThat(Files.getPosixFilePermissions(folder.resolve("home/secrets/postgres")))
        .hasToString("[OWNER_READ, OWNER_WRITE]");
    assertThat(Files.getPosixFilePermissions(folder.resolve("home/run/nats.conf")))
        .hasToString("[OWNER_READ, OWNER_WRITE]");

    assertThat(orrery.run("down").text()).contains("Stopped.");
    assertThat(Ports.answers(orrery.port("POSTGRES"))).isFalse();
    assertThat(Ports.answers(orrery.port("NATS"))).isFalse();
  }

  @Test
  void aProviderThatIsAddedGetsAUserOfItsOwnAndNothingOfOthers() throws Exception {
    orrery.run("up", "--detach", "nats");
    var pid = orrery.pid("nats");

    var said = orrery.run("provider", "add", "dns-in-house");

    assertThat(said.status()).isZero();
    assertThat(orrery.pid("nats")).isEqualTo(pid);
    assertThat(said.text()).contains("ORRERY_NATS_USER=dns-in-house");
    var password = said.text().replaceAll("(?s).*ORRERY_NATS_PASSWORD=(\\w+).*", "$1");
    var refusals = new LinkedBlockingQueue<String>();
    var options =
        new Options.Builder()
            .server("nats://127.0.0.1:" + orrery.port("NATS"))
            .userInfo("dns-in-house", password)
            .errorListener(
                new ErrorListener() {
                  @Override
                  public void errorOccurred(Connection connection, String error) {
                    refusals.add(error);
                  }
                })
            .build();
    try (var connection = Nats.connect(options)) {
      connection.publish("reports.dns-in-house.dns.x", new byte[0]);
      connection.publish("reports.simulator.compute.x", new byte[0]);
      connection.flush(Duration.ofSeconds(5));
      assertThat(refusals.poll(5, TimeUnit.SECONDS)).contains("reports.simulator.compute.x");
      assertThat(refusals).isEmpty();
    }
    assertThat(orrery.run("provider", "add", "gateway").text()).contains("no provider");
    assertThat(orrery.run("provider", "add", "Bad Name").status()).isEqualTo(1);
  }

  @Test
  void bringsBackAServerThatWasKilledAndLeavesTheOtherAlone() throws Exception {
    orrery.run("up", "--detach", "postgres", "nats");
    var postgres = orrery.pid("postgres");
    ProcessHandle.of(orrery.pid("nats")).orElseThrow().destroyForcibly();
    awaitSilence("NATS");

    assertThat(orrery.run("status").text()).containsPattern("nats .* crashed");
    assertThat(orrery.run("up", "--detach", "nats").status()).isZero();
    assertThat(Ports.answers(orrery.port("NATS"))).isTrue();
    assertThat(orrery.pid("postgres")).isEqualTo(postgres);
  }

  @Test
  void stopsEverythingEvenWhenTheLauncherWasKilled() throws Exception {
    var launcher = orrery.start("up", "postgres", "nats");
    var deadline = Instant.now().plus(Duration.ofSeconds(40));
    while (!Files.readString(orrery.output()).contains("Ctrl-C stops everything")) {
      assertThat(Instant.now()).isBefore(deadline);
      Thread.sleep(100);
    }
    launcher.destroyForcibly().waitFor();

    assertThat(Ports.answers(orrery.port("POSTGRES"))).isTrue();
    assertThat(orrery.run("down").text()).contains("Stopped.");
    assertThat(Ports.answers(orrery.port("POSTGRES"))).isFalse();
    assertThat(Ports.answers(orrery.port("NATS"))).isFalse();
  }

  @Test
  void neverSignalsAProcessThatInheritedAPid() throws Exception {
    var stranger = new ProcessBuilder("sleep", "60").start();
    try {
      var run = Files.createDirectory(folder.resolve("home/run"));
      Files.writeString(run.resolve("gateway.pid"), stranger.pid() + " 1\n");
      assertThat(orrery.run("status").text()).containsPattern("gateway .* crashed");
      orrery.run("down");
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void erasesDataOnlyWhenTold() throws Exception {
    orrery.run("up", "--detach", "postgres");
    orrery.run("down");
    assertThat(orrery.run("reset").status()).isEqualTo(1);
    assertThat(folder.resolve("home/data/postgres")).exists();
    assertThat(orrery.run("reset", "--yes").status()).isZero();
    assertThat(folder.resolve("home/data")).doesNotExist();
    assertThat(folder.resolve("home/secrets")).doesNotExist();
  }

  private void awaitSilence(String port) throws InterruptedException {
    var deadline = Instant.now().plus(Duration.ofSeconds(10));
    while (Ports.answers(orrery.port(port))) {
      assertThat(Instant.now()).isBefore(deadline);
      Thread.sleep(50);
    }
  }

  private static Path binaries() throws IOException {
    var state = System.getenv("ORRERY_HOME");
    var shared = (state == null ? ROOT.resolve(".orrery") : Path.of(state)).resolve("postgres");
    return Files.createDirectories(shared);
  }
}
