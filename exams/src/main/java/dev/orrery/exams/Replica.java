package dev.orrery.exams;

import dev.orrery.launcher.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One process of a service: the one that `./orrery up` started, or another one beside it.
final class Replica {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// In a session of its own, since Linux may share the processors out among sessions, and as nice
  /// as its first argument says.
  private static final List<String> AS_NICE_AS =
      List.of(
          "setsid",
          "sh",
          "-c",
          """
          [ ! -e /proc/self/autogroup ] || echo "$1" >/proc/self/autogroup
          niceness=$1
          shift
          exec nice -n "$niceness" "$@"
          """,
          "replica");

  private static final Pattern SAMPLE = Pattern.compile("([a-z_]+)(?:\\{(.*)})? ([^ ]+)");

  private final ProcessHandle process;
  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();

  private Replica(ProcessHandle process, int port) {
    this.process = process;
    this.port = port;
  }

  /// The one that runs already.
  static Replica first(House house, String service) {
    String port = service.replaceAll("-api$|^event-", "").toUpperCase(java.util.Locale.ROOT);
    return new Replica(house.process(service).orElseThrow(), Integer.parseInt(house.port(port)));
  }

  /// One more, with the command line, the environment and the niceness of the first, on a port of
  /// its own. It is ready when this returns.
  static Replica another(House house, String service, int number, Map<String, String> more)
      throws Exception {
    Path first = Path.of("/proc", String.valueOf(house.process(service).orElseThrow().pid()));
    int port = freePort();
    List<String> command = new ArrayList<>(AS_NICE_AS);
    command.add(niceness(first));
    command.addAll(words(first.resolve("cmdline")));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment(first));
    builder.environment().put("QUARKUS_HTTP_PORT", String.valueOf(port));
    builder.environment().putAll(more);
    builder.directory(house.home().toFile());
    builder.redirectErrorStream(true);
    builder.redirectOutput(
        house.home().resolve("logs/%s-%d.log".formatted(service, number)).toFile());
    Replica replica = new Replica(builder.start().toHandle(), port);
    house.lastly(replica::end);
    Eventually.holds(PATIENCE, replica::mustBeReady);
    return replica;
  }

  long pid() {
    return process.pid();
  }

  /// Where this process itself answers, and no other of the service.
  URI endpoint() {
    return URI.create("http://127.0.0.1:%d/graphql".formatted(port));
  }

  /// The sum of a metric's samples that carry all the labels; 0 when there is none.
  ///
  /// @param labels each as `consumer="me"`
  double metric(String name, String... labels) throws IOException, InterruptedException {
    double sum = 0;
    for (String line : get("/q/metrics").body().split("\n")) {
      Matcher sample = SAMPLE.matcher(line);
      if (sample.matches() && sample.group(1).equals(name) && carries(sample.group(2), labels)) {
        sum += Double.parseDouble(sample.group(3));
      }
    }
    return sum;
  }

  private static boolean carries(@Nullable String all, String... labels) {
    for (String label : labels) {
      if (all == null || !("," + all + ",").contains("," + label + ",")) {
        return false;
      }
    }
    return true;
  }

  private void mustBeReady() throws IOException, InterruptedException {
    if (get("/q/health/ready").statusCode() != 200) {
      throw new AssertionError("pid %d is not ready".formatted(pid()));
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
            .timeout(Duration.ofSeconds(5))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /// From now on it does nothing, though it has not ended (SIGSTOP).
  void freeze() {
    signal("-STOP");
  }

  void thaw() {
    signal("-CONT");
  }

  private void signal(String signal) {
    var _ = Shell.run(List.of("kill", signal, String.valueOf(pid())));
  }

  void end() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /// Field 19 of proc_pid_stat(5); the second one is a name in parentheses, which may hold
  /// anything.
  private static String niceness(Path process) throws IOException {
    String stat = Files.readString(process.resolve("stat"));
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16];
  }

  private static Map<String, String> environment(Path process) {
    Map<String, String> environment = new HashMap<>();
    for (String variable : words(process.resolve("environ"))) {
      int is = variable.indexOf('=');
      environment.put(variable.substring(0, is), variable.substring(is + 1));
    }
    return environment;
  }

  private static List<String> words(Path file) {
    try {
      List<String> words = new ArrayList<>(List.of(Files.readString(file).split("\0")));
      words.removeIf(String::isEmpty);
      return words;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
