package dev.orrery.gateway.conformance;

import dev.orrery.gateway.conformance.gateway.GatewayUnderTest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The built gateway in a process of its own. It is handed one supergraph after the other while it
/// runs: every feature is a hot reload, too. Only other override labels need another process.
final class ServerGateway implements GatewayUnderTest {
  private static final String RELOADED = "Serving the changed graph of";
  private static final long PATIENCE_SECONDS = 60;

  private final Path folder;
  private final Path supergraph;
  private final Path log;
  private @Nullable Process process;
  private int port;
  private String name = "";
  private Set<String> labels = Set.of();

  ServerGateway() throws IOException {
    folder = Files.createTempDirectory("conformance");
    supergraph = folder.resolve("supergraph.graphql");
    log = folder.resolve("log");
  }

  @Override
  public URI serve(String graph, String sdl, Set<String> active) throws Exception {
    if (process == null || !active.equals(labels)) {
      close();
      write(sdl);
      start(active);
    } else if (!graph.equals(name)) {
      int before = reloads();
      write(sdl);
      await(() -> reloads() > before);
    }
    name = graph;
    labels = active;
    return URI.create("http://127.0.0.1:%d/graphql".formatted(port));
  }

  /// In one step, so that nobody reads a half.
  private void write(String sdl) throws IOException {
    Path draft = Files.writeString(folder.resolve("draft"), sdl);
    Files.move(draft, supergraph, StandardCopyOption.REPLACE_EXISTING);
  }

  private void start(Set<String> active) throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-Dgateway.reload-interval=10ms",
                "-Dgateway.override-labels=" + String.join(",", active),
                "-jar",
                System.getProperty("gateway.jar"),
                "--supergraph",
                supergraph.toString(),
                "--port",
                Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    await(this::listens);
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 200);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private int reloads() throws IOException {
    return Files.readString(log).split(RELOADED, -1).length;
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private void await(Condition condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.holds()) {
      if (process == null || !process.isAlive() || System.nanoTime() > end) {
        throw new AssertionError("the gateway does not serve:\n" + Files.readString(log));
      }
      Thread.sleep(5);
    }
  }

  @Override
  public boolean takesLabels() {
    return true;
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroy();
      try {
        if (!process.waitFor(15, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
