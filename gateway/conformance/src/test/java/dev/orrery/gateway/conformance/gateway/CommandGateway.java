package dev.orrery.gateway.conformance.gateway;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Any gateway that a command starts: one process for each supergraph. In the command
/// `{supergraph}` is replaced by a file and `{port}` by a free port.
public final class CommandGateway implements GatewayUnderTest {
  private static final long PATIENCE_SECONDS = 60;

  private final List<String> command;
  private final String path;
  private String name = "";
  private @Nullable Process process;
  private int port;

  /// @param path where the gateway serves GraphQL
  public CommandGateway(String command, String path) {
    this.command = Arrays.asList(command.trim().split("\\s+"));
    this.path = path;
  }

  @Override
  public URI serve(String graph, String supergraph, Set<String> labels) throws Exception {
    if (!graph.equals(name)) {
      close();
      start(graph, supergraph);
    }
    return URI.create("http://127.0.0.1:%d%s".formatted(port, path));
  }

  private void start(String graph, String supergraph) throws IOException, InterruptedException {
    Path file =
        Path.of(System.getProperty("conformance.target"), "supergraphs", graph + ".graphql");
    Files.createDirectories(file.getParent());
    Files.writeString(file, supergraph);
    port = freePort();
    List<String> words =
        command.stream()
            .map(w -> w.replace("{supergraph}", file.toString()).replace("{port}", "" + port))
            .toList();
    Path log = file.resolveSibling(graph + ".log");
    Process started =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    process = started;
    name = graph;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!listens()) {
      if (!started.isAlive() || System.nanoTime() > end) {
        throw new AssertionError("the gateway does not start:\n" + Files.readString(log));
      }
      Thread.sleep(20);
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 200);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public boolean takesLabels() {
    return false;
  }

  @Override
  public void close() {
    if (process != null) {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
      try {
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
