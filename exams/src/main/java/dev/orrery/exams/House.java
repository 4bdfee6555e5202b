package dev.orrery.exams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.orrery.launcher.graph.GraphClient;
import dev.orrery.launcher.graph.Tokens;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The whole house, started by `./orrery` with a home and ports of its own, as a newcomer would
/// start it.
public final class House implements AutoCloseable {
  /// Whom the demo brings into the house.
  static final String PERSON = "ada@meridian.example";

  private static final Path ROOT = Path.of(System.getProperty("orrery.root"));
  private static final List<String> PORTS =
      List.of(
          "GATEWAY",
          "LOCATION",
          "IPAM",
          "INSTANCE",
          "PERMISSIONS",
          "HANDLERS",
          "POSTGRES",
          "NATS",
          "NATS_MONITORING");

  private static final String JAVA_OPTIONS = "ORRERY_JAVA_OPTS";

  /// The optimising compiler, which leaves the processors to whatever else wants them: when much is
  /// done for the first time, as after an outage, it would otherwise hold up its own process.
  private static final String AS_IN_PRODUCTION =
      "-XX:TieredStopAtLevel=4 -XX:ThreadPriorityPolicy=1 -XX:CompilerThreadPriority=15 ";

  private final Path home;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final Script script;
  private final Databases databases;
  private final ObjectMapper json = new ObjectMapper();
  private final Deque<Clearing> clearings = new ArrayDeque<>();
  private @Nullable List<Tenant> tenants;
  private boolean folderIsKept;
  private boolean closed;

  private House(Path home) {
    this.home = home;
    environment.put("ORRERY_HOME", home.toString());
    // The build that runs this test has packaged everything; caches would be made for one start
    // only.
    environment.put("ORRERY_BUILD", "collect");
    environment.put("ORRERY_AOT", "off");
    List<Integer> free = Ports.free(PORTS.size());
    for (int i = 0; i < PORTS.size(); i++) {
      environment.put("ORRERY_%s_PORT".formatted(PORTS.get(i)), free.get(i).toString());
    }
    this.script = new Script(ROOT.resolve("orrery"), home, environment);
    this.databases = new Databases(home.resolve("secrets"), port("POSTGRES"));
  }

  public static House up() throws IOException {
    return up(Map.of());
  }

  /// A house whose services run as they do in a cluster, with the optimising compiler; it takes
  /// longer to come up.
  static House asInProduction() throws IOException {
    String own = System.getenv().getOrDefault(JAVA_OPTIONS, "");
    return up(Map.of(JAVA_OPTIONS, AS_IN_PRODUCTION + own));
  }

  /// A house for tests of what it answers, not of how soon: the machine may be slow.
  public static House patient() throws IOException {
    return up(Map.of("GATEWAY_CALLS_TIMEOUT", "30S"));
  }

  private static House up(Map<String, String> settings) throws IOException {
    // Unix sockets have short names: the folder must too.
    House house = new House(Files.createTempDirectory("orrery-exam-"));
    house.environment.putAll(settings);
    try {
      house.orrery(Duration.ofMinutes(5), "up", "--detach");
      return house;
    } catch (AssertionError notUp) {
      // What did come up runs on otherwise.
      house.close();
      throw notUp;
    }
  }

  /// Runs `./orrery` to its end.
  ///
  /// @return what it printed
  /// @throws AssertionError when it fails or takes too long
  String orrery(Duration patience, String... arguments) {
    return script.told(patience, Map.of(), arguments);
  }

  String orrery(String... arguments) {
    return orrery(Duration.ofMinutes(2), arguments);
  }

  /// What `./orrery status` prints, also when not everything is well.
  String statusTable() {
    return script.run(Duration.ofMinutes(1), Map.of(), "status").output();
  }

  GraphClient graph(String email) {
    return new GraphClient(gateway(), tokens().user(email));
  }

  GraphClient operator() {
    return new GraphClient(gateway(), tokens().operator());
  }

  private URI gateway() {
    return endpoint("GATEWAY");
  }

  /// Where a process answers GraphQL: `GATEWAY`, `LOCATION`, ...
  public URI endpoint(String process) {
    return URI.create("http://127.0.0.1:%s/graphql".formatted(port(process)));
  }

  /// Whom the house lets in.
  public Tokens tokens() {
    try {
      return new Tokens(
          URI.create("http://127.0.0.1:" + port("PERMISSIONS")),
          Files.readString(home.resolve("secrets/operator")).strip());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  String port(String name) {
    return Objects.requireNonNull(environment.get("ORRERY_%s_PORT".formatted(name)), name);
  }

  /// Ends a process as `kill -9` does.
  void kill(String name) {
    process(name).ifPresent(ProcessHandle::destroyForcibly);
    awaitEnd(name);
  }

  /// Waits until a process has ended, by itself or not.
  void awaitEnd(String name) {
    Eventually.answers(
        Duration.ofSeconds(30),
        () -> process(name).map(ProcessHandle::isAlive).orElse(false) ? null : true);
  }

  /// The process of that name, when it was started.
  Optional<ProcessHandle> process(String name) {
    try {
      String pid = Files.readString(home.resolve("run/%s.pid".formatted(name))).split(" ")[0];
      return ProcessHandle.of(Long.parseLong(pid));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  void start(String name) {
    orrery("up", "--detach", name);
  }

  /// Starts it with more in its environment.
  void start(String name, Map<String, String> environment) {
    script.told(Duration.ofMinutes(4), environment, "up", "--detach", name);
  }

  void stop(String name) {
    orrery("down", name);
  }

  /// A connection that may do everything.
  io.nats.client.Connection nats() throws IOException, InterruptedException {
    return Nats.connect(
        new Options.Builder()
            .server("nats://127.0.0.1:" + port("NATS"))
            .userInfo("orrery", Files.readString(home.resolve("secrets/nats-orrery")).strip())
            .inboxPrefix("_INBOX_orrery")
            // Whoever asks for something hears what is wrong with it; the rest would be in an
            // exam's report.
            .errorListener(new ErrorListener() {})
            .build());
  }

  public Databases databases() {
    return databases;
  }

  /// What the simulator did to one object, by its own journal, in order: `CREATED`, `STOPPED`, ...
  List<String> effectsOn(String resource) {
    return effects().getOrDefault(resource, List.of());
  }

  /// What the simulator did to each object.
  Map<String, List<String>> effects() {
    Map<String, List<String>> effects = new HashMap<>();
    try {
      for (String line : Files.readAllLines(home.resolve("data/simulator/world.journal"))) {
        JsonNode effect = json.readTree(line);
        effects
            .computeIfAbsent(effect.path("resourceId").asText(), _ -> new ArrayList<>())
            .add(effect.path("what").asText());
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    return effects;
  }

  /// The twenty organizations of the standard load, brought in the first time.
  synchronized List<Tenant> tenants() throws Exception {
    List<Tenant> known = tenants;
    if (known == null) {
      known = Tenant.in(this, Tenant.MANY);
      tenants = known;
    }
    return known;
  }

  /// Where its data, logs and secrets are.
  Path home() {
    return home;
  }

  /// Where the simulator can be made to misbehave.
  URI simulatorControl(String path) {
    try {
      return URI.create(
          "http://127.0.0.1:%s%s"
              .formatted(
                  Files.readString(home.resolve("data/simulator/control.port")).strip(), path));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /// What is to be cleared away once nothing runs any more, before the folder goes.
  interface Clearing {
    void clear() throws IOException;
  }

  /// The last one is cleared away first.
  void lastly(Clearing clearing) {
    clearings.push(clearing);
  }

  void keepFolder(boolean kept) {
    folderIsKept = kept;
  }

  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    orrery("down");
    while (!clearings.isEmpty()) {
      clearings.pop().clear();
    }
    if (folderIsKept) {
      System.out.println("The house's folder: " + home);
      return;
    }
    try (var files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
