package dev.orrery.provider.containers;

import dev.orrery.provider.Identity;
import dev.orrery.provider.journal.FileJournal;
import dev.orrery.provider.runner.ProviderRunner;
import dev.orrery.provider.runner.Settings;
import dev.orrery.provider.verification.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// The provider of containers as a process.
public final class Containers implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Containers.class.getName());
  private static final Duration FORGET_AFTER = Duration.ofDays(7);
  private static final String HELP =
      """
      Containers: a compute provider over podman or Docker.

      Environment
        ORRERY_NATS_URL                 where NATS is             nats://127.0.0.1:4011
        ORRERY_NATS_USER                its user there
        ORRERY_NATS_PASSWORD            and password
        ORRERY_CONTAINERS_HOME          folder of its journal     containers
        ORRERY_CONTAINERS_NAME          name of the provider      containers
        ORRERY_CONTAINERS_SCOPE         what names begin with     orrery
        ORRERY_CONTAINERS_ENGINE        the engine's socket       DOCKER_HOST, or else podman's or Docker's usual place
        ORRERY_CONTAINERS_NETWORK       for instances that have   orrery
                                        an address
        ORRERY_CONTAINERS_SUBNETS       of that network, when it  10.77.0.0/16
                                        has to be made
        ORRERY_CONTAINERS_IMAGES        what images are called    debian-13=docker.io/library/debian:13,...; * is any other
        ORRERY_CONTAINERS_PULL          missing or never          missing
        ORRERY_CONTAINERS_STOP_SECONDS  before a stop is forced   10
        ORRERY_PROVIDER_NAME            the name and the home, as
        ORRERY_PROVIDER_HOME            for any provider
        ORRERY_VERIFICATION             set by the testkit

      An instance is the container orrery-<instance id>; its id, organization and generation are labels:
        podman ps --filter label=dev.orrery.provider=containers
        podman logs orrery-<instance id>
      A container that is not from here is adopted when it has the label dev.orrery.resource=<instance id>.
      """;

  private final Engine engine;
  private final ProviderRunner runner;

  private Containers(Engine engine, ProviderRunner runner) {
    this.engine = engine;
    this.runner = runner;
  }

  /// Starts with the environment that `--help` describes. The engine need not be there yet.
  ///
  /// @throws IOException when the home cannot be made
  public static Containers start(Map<String, String> environment) throws IOException {
    var home = Path.of(environment.getOrDefault("ORRERY_CONTAINERS_HOME", "containers"));
    var running = Settings.fromEnvironment(environment, home);
    Files.createDirectories(running.home());
    var verification = Verification.of(environment);
    var said = ContainerSettings.fromEnvironment(environment);
    // The testkit brings the same ids to several providers, each of which has a world of its own.
    var settings =
        verification
            .folder()
            .map(folder -> said.scoped("verified-" + Integer.toHexString(folder.hashCode())))
            .orElse(said);
    var engine = new Engine(settings);
    var notes = new Notes(engine, settings.provider());
    tidy(notes);
    var runner =
        ProviderRunner.start(
            verification.announcedBy(
                Identity.of(settings.provider(), "compute", "0.1.0").withActions("reboot")),
            new ContainerCompute(engine, notes, settings.pulls(), verification),
            DesiredMachine.class,
            running,
            new RememberingJournal(
                FileJournal.open(running.home().resolve("orders.journal")), notes));
    return new Containers(engine, runner);
  }

  private static void tidy(Notes notes) {
    try {
      notes.tidy(Instant.now().minus(FORGET_AFTER));
    } catch (RuntimeException unreachable) {
      LOG.log(System.Logger.Level.WARNING, "the engine does not answer yet: {0}", unreachable);
    }
  }

  @Override
  public void close() {
    runner.close();
    engine.close();
  }

  /// Runs until the process is asked to end.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length > 0) {
      System.out.print(HELP);
      System.exit(arguments[0].equals("--help") ? 0 : 2);
    }
    var containers = start(System.getenv());
    Runtime.getRuntime().addShutdownHook(new Thread(containers::close));
    containers.runner.join();
  }
}
