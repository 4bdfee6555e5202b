package dev.orrery.provider.simulator;

import dev.orrery.provider.Identity;
import dev.orrery.provider.runner.ProviderRunner;
import dev.orrery.provider.runner.Settings;
import dev.orrery.provider.verification.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A compute provider whose machines are lines in a file. It behaves as badly as it is told to.
public final class Simulator implements AutoCloseable {
  private static final String HELP =
      """
      The simulator: a compute provider with a durable world of its own on disk.

      Environment
        ORRERY_NATS_URL           where NATS is            nats://127.0.0.1:4011
        ORRERY_NATS_USER          its user there
        ORRERY_NATS_PASSWORD      and password
        ORRERY_SIMULATOR_HOME     folder of the world      simulator
        ORRERY_SIMULATOR_NAME     name of the provider     simulator
        ORRERY_SIMULATOR_PORT     port of the control      any, written to control.port
        ORRERY_PROVIDER_HOME      folder of orders.journal the same as the world's
        ORRERY_VERIFICATION       set by the testkit
        ORRERY_SIMULATOR_FAULTS   faults at the very first start, as in faults.json

      In the home
        world.journal             every effect, once, with the operation that caused it
        orders.journal            fencing tokens and answers
        faults.json               the faults in force
        control.port              where the control listens, on 127.0.0.1

      Control
        GET    /objects           the machines
        GET    /objects/{id}
        PUT    /objects/{id}      change one behind Orrery's back: {"powerState": "STOPPED"}
        DELETE /objects/{id}      delete one behind Orrery's back
        GET    /faults
        PUT    /faults            {"latencyMillis": 250, "callMillis": 0, "transientFault": {"rate": 0.1, "next": 0},
                                   "permanentFault": {}, "unknownFault": {}, "crash": {"next": 1}}
      """;

  private final World world;
  private final Control control;
  private final ProviderRunner runner;

  private Simulator(World world, Control control, ProviderRunner runner) {
    this.world = world;
    this.control = control;
    this.runner = runner;
  }

  /// Starts with the environment that `--help` describes.
  ///
  /// @throws IOException when the control cannot listen or the faults cannot be read
  public static Simulator start(Map<String, String> environment) throws IOException {
    var home = Path.of(environment.getOrDefault("ORRERY_SIMULATOR_HOME", "simulator"));
    var verification = Verification.of(environment);
    var back = verification.folder().orElse(home);
    Files.createDirectories(back);
    var world = World.open(back);
    var mischief = Mischief.open(back, environment.get("ORRERY_SIMULATOR_FAULTS"));
    int port = Integer.parseInt(environment.getOrDefault("ORRERY_SIMULATOR_PORT", "0"));
    var control = Control.open(world, mischief, back, port);
    var name = environment.getOrDefault("ORRERY_SIMULATOR_NAME", "simulator");
    var identity =
        Identity.of(name, "compute", "0.1.0")
            .withActions("reboot")
            .takingSecrets()
            .named(environment);
    var runner =
        ProviderRunner.start(
            verification.announcedBy(identity),
            new SimulatedCompute(world, mischief, verification),
            DesiredMachine.class,
            Settings.fromEnvironment(environment, home));
    return new Simulator(world, control, runner);
  }

  @Override
  public void close() {
    runner.close();
    control.close();
    world.close();
  }

  /// Runs until the process is asked to end.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length > 0) {
      System.out.print(HELP);
      System.exit(arguments[0].equals("--help") ? 0 : 2);
    }
    var simulator = start(System.getenv());
    Runtime.getRuntime().addShutdownHook(new Thread(simulator::close));
    simulator.runner.join();
  }
}
