package dev.orrery.provider.testkit.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Stands between the provider and its server, writes down what they say, and cuts them off at an
/// exact message. This is how a crash between report and acknowledgement is made without the
/// provider's help.
public final class Wire implements AutoCloseable {
  private static final InetAddress LOOPBACK = loopback();

  private final ServerSocket listening;
  private final int server;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final List<Frame> frames = new ArrayList<>();
  private @Nullable Trap trap;
  private volatile boolean refusing;
  private volatile boolean frozen;

  /// @param server port of the NATS server
  Wire(int server) {
    this.server = server;
    try {
      listening = new ServerSocket(0, 50, LOOPBACK);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("wire").start(this::accept);
  }

  /// When a trap springs: before its message is handed on, which is then lost, or after.
  public enum When {
    BEFORE,
    AFTER
  }

  private record Trap(Predicate<Frame> message, When when, Runnable action) {}

  int port() {
    return listening.getLocalPort();
  }

  /// At the next message of that sort nothing passes any more on any connection, and the action
  /// runs. Connections made afterwards work.
  public void trap(Predicate<Frame> message, When when, Runnable action) {
    synchronized (frames) {
      trap = new Trap(message, when, action);
    }
  }

  /// Forgets a trap that has not sprung.
  public void disarm() {
    synchronized (frames) {
      trap = null;
    }
  }

  /// Breaks every connection.
  public void cut() {
    links.forEach(Link::sever);
  }

  /// While true, nobody gets a connection, and those that exist are cut.
  public void refuse(boolean refuse) {
    refusing = refuse;
    if (refuse) {
      cut();
    }
  }

  /// While true, nothing passes, and nobody is told.
  public void freeze(boolean freeze) {
    frozen = freeze;
  }

  /// Everything said so far that matches, in order.
  public List<Frame> frames(Predicate<Frame> wanted) {
    synchronized (frames) {
      return frames.stream().filter(wanted).toList();
    }
  }

  /// The index that the next message will have.
  public long now() {
    synchronized (frames) {
      return frames.size();
    }
  }

  /// Waits for a message at or after that index.
  public Optional<Frame> await(long from, Predicate<Frame> wanted, Duration patience) {
    var until = Instant.now().plus(patience);
    int next = (int) from;
    synchronized (frames) {
      while (true) {
        for (; next < frames.size(); next++) {
          if (wanted.test(frames.get(next))) {
            return Optional.of(frames.get(next));
          }
        }
        long left = Duration.between(Instant.now(), until).toMillis();
        if (left <= 0) {
          return Optional.empty();
        }
        Patience.waitOn(frames, left);
      }
    }
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        var provider = listening.accept();
        if (refusing) {
          provider.close();
          continue;
        }
        var upstream = new Socket();
        try {
          upstream.connect(new InetSocketAddress(LOOPBACK, server), 1000);
        } catch (IOException e) {
          provider.close();
          continue;
        }
        provider.setTcpNoDelay(true);
        upstream.setTcpNoDelay(true);
        var link = new Link(provider, upstream);
        links.add(link);
        Thread.ofVirtual().start(() -> link.pump(provider, upstream));
        Thread.ofVirtual().start(() -> link.pump(upstream, provider));
      } catch (IOException e) {
        // Closed, or a connection that broke before it stood: the provider tries again.
        continue;
      }
    }
  }

  private static InetAddress loopback() {
    try {
      return InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }

  private final class Link {
    private final Socket provider;
    private final Socket upstream;
    private volatile boolean severed;

    Link(Socket provider, Socket upstream) {
      this.provider = provider;
      this.upstream = upstream;
    }

    void pump(Socket from, Socket to) {
      try (var out = new BufferedOutputStream(to.getOutputStream(), 64 * 1024)) {
        var reader = new FrameReader(from.getInputStream());
        for (var raw = reader.next(); raw.isPresent() && !severed; raw = reader.next()) {
          while (frozen && !severed) {
            Patience.sleep(Duration.ofMillis(10));
          }
          pass(raw.get(), out, reader);
        }
      } catch (IOException e) {
        // Either side went away, which is what the other one is told now.
      } finally {
        sever();
      }
    }

    private void pass(FrameReader.Raw raw, BufferedOutputStream out, FrameReader reader)
        throws IOException {
      var sprung = note(raw);
      if (severed) {
        return;
      }
      if (sprung != null && sprung.when == When.BEFORE) {
        links.forEach(link -> link.severed = true);
        sprung.action.run();
        cut();
        return;
      }
      out.write(raw.bytes());
      if (sprung != null || !reader.more()) {
        out.flush();
      }
      if (sprung != null) {
        links.forEach(link -> link.severed = true);
        sprung.action.run();
        cut();
      }
    }

    private @Nullable Trap note(FrameReader.Raw raw) {
      synchronized (frames) {
        var frame =
            new Frame(
                frames.size(),
                Instant.now(),
                raw.operation(),
                raw.subject(),
                raw.reply(),
                raw.payload());
        frames.add(frame);
        frames.notifyAll();
        var armed = trap;
        if (armed == null || severed || !armed.message.test(frame)) {
          return null;
        }
        trap = null;
        return armed;
      }
    }

    /// What was handed on before arrives: a plain close could take it back.
    void sever() {
      severed = true;
      links.remove(this);
      try {
        provider.close();
        if (!upstream.isClosed() && !upstream.isOutputShutdown()) {
          upstream.shutdownOutput();
        }
      } catch (IOException e) {
        // It was broken already.
      }
      Thread.ofVirtual()
          .start(() -> {
            Patience.sleep(Duration.ofMillis(200));
            try {
              upstream.close();
            } catch (IOException e) {
              // It was broken already.
            }
          });
    }
  }
}
