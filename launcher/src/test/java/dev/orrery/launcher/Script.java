package dev.orrery.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// `./orrery` in a home of its own, on ports of its own.
final class Script {
  private static final Path ROOT = Path.of(System.getProperty("orrery.root"));

  private final Path home;
  private final Map<String, String> environment = new HashMap<>();
  private Path input;

  Script(Path home) {
    this.home = home;
    environment.put("ORRERY_HOME", home.toString());
    environment.put("ORRERY_LAUNCHER_CLASSPATH", System.getProperty("java.class.path"));
    environment.put("ORRERY_JAVA_HOME", System.getProperty("java.home"));
    for (var name :
        List.of(
            "GATEWAY",
            "LOCATION",
            "IPAM",
            "INSTANCE",
            "PERMISSIONS",
            "HANDLERS",
            "POSTGRES",
            "NATS",
            "NATS_MONITORING")) {
      environment.put("ORRERY_" + name + "_PORT", String.valueOf(Ports.free()));
    }
  }

  /// What a run printed, and how it ended.
  record Said(int status, String text) {}

  Script with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  int port(String name) {
    return Integer.parseInt(environment.get("ORRERY_" + name + "_PORT"));
  }

  Said run(String... arguments) throws IOException, InterruptedException {
    var process = start(arguments);
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("./orrery %s hangs".formatted(String.join(" ", arguments)));
    }
    return new Said(process.exitValue(), Files.readString(output(), StandardCharsets.UTF_8));
  }

  Process start(String... arguments) throws IOException {
    var command = new ArrayList<>(List.of(ROOT.resolve("orrery").toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder.environment().remove("ORRERY_DATABASE_URL");
    builder.environment().remove("ORRERY_NATS_URL");
    builder.environment().putAll(environment);
    if (input != null) {
      builder.redirectInput(input.toFile());
    }
    return builder.redirectErrorStream(true).redirectOutput(output().toFile()).start();
  }

  /// What standard input says in the runs that follow.
  Script given(String text) throws IOException {
    input = Files.writeString(home.resolveSibling("input.txt"), text, StandardCharsets.UTF_8);
    return this;
  }

  /// The pid that the script remembers for that process.
  long pid(String name) throws IOException {
    return Long.parseLong(Files.readString(home.resolve("run/" + name + ".pid")).split(" ")[0]);
  }

  Path output() {
    return home.resolveSibling("output.txt");
  }
}
