package dev.orrery.exams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.orrery.launcher.graph.GraphClient;
import dev.orrery.launcher.graph.Tokens;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
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
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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
    List<Integer> free = freePorts(PORTS.size());
    for (int i = 0; i < PORTS.size(); i++) {
      environment.put("ORRERY_%s_PORT".formatted(PORTS.get(i)), free.get(i).toString());
    }
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
    return orrery(patience, Map.of(), arguments);
  }

  private String orrery(Duration patience, Map<String, String> more, String... arguments) {
    Ended ended = run(patience, more, arguments);
    if (ended.status() != 0) {
      throw new AssertionError(
          "./orrery %s ended with %d:%n%s%n%s"
              .formatted(String.join(" ", arguments), ended.status(), ended.output(), logs()));
    }
    return ended.output();
  }

  /// What `./orrery status` prints, also when not everything is well.
  String statusTable() {
    return run(Duration.ofMinutes(1), "status").output();
  }

  private record Ended(int status, String output) {}

  private Ended run(Duration patience, String... arguments) {
    return run(patience, Map.of(), arguments);
  }

  private Ended run(Duration patience, Map<String, String> more, String... arguments) {
    List<String> command = new ArrayList<>(List.of(ROOT.resolve("orrery").toString()));
    command.addAll(List.of(arguments));
    try {
      Path output = Files.createTempFile(home, "output", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      builder.environment().putAll(more);
      Process process = builder.start();
      if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(
            "%s took more than %s:%n%s".formatted(command, patience, Files.readString(output)));
      }
      return new Ended(process.exitValue(), Files.readString(output));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  String orrery(String... arguments) {
    return orrery(Duration.ofMinutes(2), arguments);
  }

  /// The last lines of each log, for a failure's message.
  private String logs() {
    StringBuilder all = new StringBuilder();
    try (var files = Files.list(home.resolve("logs"))) {
      for (Path log : files.sorted().toList()) {
        List<String> lines = Files.readAllLines(log);
        all.append("%n== %s%n".formatted(log.getFileName()));
        all.append(String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size())));
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    return all.toString();
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
    eventually(
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
    orrery(Duration.ofMinutes(4), environment, "up", "--detach", name);
  }

  void stop(String name) {
    orrery("down", name);
  }

  /// What must hold after a while.
  interface Rule {
    void check() throws Exception;
  }

  /// Checks until it holds.
  ///
  /// @throws AssertionError the last one, when it does not hold in time
  void eventuallyHolds(Duration patience, Rule rule) throws Exception {
    Instant end = Instant.now().plus(patience);
    while (true) {
      try {
        rule.check();
        return;
      } catch (InterruptedException stopped) {
        throw stopped;
      } catch (AssertionError | Exception notYet) {
        if (Instant.now().isAfter(end)) {
          throw notYet instanceof AssertionError last
              ? last
              : new AssertionError("not within " + patience + ": " + notYet, notYet);
        }
      }
      Thread.sleep(500);
    }
  }

  /// A connection that may do everything.
  io.nats.client.Connection nats() throws IOException, InterruptedException {
    return Nats.connect(
        new Options.Builder()
            .server("nats://127.0.0.1:" + port("NATS"))
            .userInfo("orrery", Files.readString(home.resolve("secrets/nats-orrery")).strip())
            .inboxPrefix("_INBOX_orrery")
            .build());
  }

  /// How many events wait in that service's outbox.
  long pending(String room) {
    return number(room, "select count(*) from outbox where published_at is null");
  }

  /// Asks the database of a service, `location` for instance, for one number.
  long number(String room, String query) {
    try (Connection database = database(room);
        Statement sql = database.createStatement();
        ResultSet rows = sql.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException broken) {
      throw new IllegalStateException(broken);
    }
  }

  /// Changes the database of a service, in the service's name.
  void sql(String room, String statements) {
    try (Connection database = database(room);
        Statement sql = database.createStatement()) {
      sql.execute(statements);
    } catch (SQLException broken) {
      throw new IllegalStateException(broken);
    }
  }

  /// The database of a service as the one sees it who owns its schema.
  Connection database(String room) throws SQLException {
    return connected("orrery_%s_owner".formatted(room), "database-%s-owner".formatted(room));
  }

  /// The database as the one sees it who may do everything.
  public Connection databaseOfOwner() throws SQLException {
    return connected("orrery", "postgres");
  }

  private Connection connected(String user, String secret) throws SQLException {
    try {
      Properties login = new Properties();
      login.setProperty("user", user);
      login.setProperty(
          "password", Files.readString(home.resolve("secrets").resolve(secret)).strip());
      login.setProperty("options", "-c orrery.reach=service");
      return DriverManager.getConnection(
          "jdbc:postgresql://127.0.0.1:%s/orrery".formatted(port("POSTGRES")), login);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
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

  /// Asks until there is an answer.
  public static <T> T eventually(Duration patience, Supplier<@Nullable T> question) {
    Instant end = Instant.now().plus(patience);
    @Nullable RuntimeException last = null;
    while (Instant.now().isBefore(end)) {
      try {
        @Nullable T answer = question.get();
        if (answer != null) {
          return answer;
        }
        last = null;
      } catch (RuntimeException notYet) {
        last = notYet;
      }
      try {
        Thread.sleep(100);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(interrupted);
      }
    }
    throw new AssertionError("not within " + patience + ": " + last, last);
  }

  private static List<Integer> freePorts(int count) {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } finally {
      for (ServerSocket socket : sockets) {
        try {
          socket.close();
        } catch (IOException broken) {
          throw new UncheckedIOException(broken);
        }
      }
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
