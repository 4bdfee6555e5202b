package dev.orrery.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/// Ports of this machine's loopback interface.
public final class Ports {
  // Below the ports that Linux gives to outgoing connections: what is free here stays free until
  // somebody wants to listen.
  private static final int FIRST = 16_000;
  private static final int COUNT = 16_000;

  // Processes begin anywhere, and none gives a port twice before it gave all others.
  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

  private Ports() {}

  /// A port that nobody listened on a moment ago, and that this process has not given to anybody
  /// else for a while.
  public static int free() {
    for (int attempt = 0; attempt < COUNT; attempt++) {
      int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException(
        "no port from %d to %d is free on 127.0.0.1".formatted(FIRST, FIRST + COUNT - 1));
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, loopback())) {
      return socket.isBound();
    } catch (IOException _) {
      return false;
    }
  }

  // getLoopbackAddress() may be ::1, where our servers do not listen.
  private static InetAddress loopback() throws IOException {
    return InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
  }

  /// Whether somebody accepts connections there.
  public static boolean answers(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(loopback(), port), 500);
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
