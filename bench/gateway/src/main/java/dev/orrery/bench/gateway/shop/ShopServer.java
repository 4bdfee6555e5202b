package dev.orrery.bench.gateway.shop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The subgraphs as one process with one thread: accounts, inventory, products and reviews on ports
/// that follow each other.
///
/// `GET /calls` tells how often each was asked, `GET /expected` what the query's answer must be.
public final class ShopServer implements AutoCloseable {
  private final Map<String, Answers> subgraphs = new LinkedHashMap<>();
  private final List<Integer> ports = new ArrayList<>();
  private final Selector selector;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);

  /// @param firstPort 0 for any free ones
  ShopServer(int firstPort) throws IOException {
    selector = Selector.open();
    for (String name : ShopSchemas.SUBGRAPHS) {
      Answers answers = new Answers(ShopSchemas.subgraph(name));
      subgraphs.put(name, answers);
      listen(
          firstPort == 0 ? 0 : firstPort + ports.size(),
          request -> request.isGet() ? tell(request) : answers.answer(request.body()));
    }
  }

  private void listen(int port, Function<Exchange.Request, ByteBuffer> handler) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    server.bind(new InetSocketAddress("127.0.0.1", port), 1024);
    server.configureBlocking(false);
    server.register(selector, SelectionKey.OP_ACCEPT, handler);
    ports.add(server.socket().getLocalPort());
  }

  /// Where the first subgraph listens.
  int port() {
    return ports.getFirst();
  }

  /// @param arguments the first of four ports
  public static void main(String... arguments) throws IOException {
    new ShopServer(Integer.parseInt(arguments[0])).run();
  }

  /// Serves until it is closed.
  void run() {
    try {
      while (selector.isOpen()) {
        selector.select(this::serve);
      }
    } catch (ClosedSelectorException e) {
      return; // as was asked for
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      for (SelectionKey key : List.copyOf(selector.keys())) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ByteBuffer tell(Exchange.Request request) {
    String head = new String(request.head(), StandardCharsets.US_ASCII);
    String text =
        head.startsWith("GET /expected")
            ? ShopSchemas.expected()
            : subgraphs.entrySet().stream()
                .map(entry -> "\"%s\":%d".formatted(entry.getKey(), entry.getValue().asked()))
                .collect(Collectors.joining(",", "{", "}"));
    return Answers.http(text.getBytes(StandardCharsets.UTF_8));
  }

  private void serve(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        accept(key);
      } else if (key.attachment() instanceof Exchange exchange) {
        boolean stays = key.isReadable() ? exchange.read(buffer, key) : exchange.write(key);
        if (!stays) {
          key.channel().close();
        }
      }
    } catch (IOException e) {
      close(key);
    }
  }

  private void accept(SelectionKey key) throws IOException {
    @SuppressWarnings("unchecked") // attached above
    var handler = (Function<Exchange.Request, ByteBuffer>) key.attachment();
    SocketChannel channel = ((ServerSocketChannel) key.channel()).accept();
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.register(selector, SelectionKey.OP_READ, new Exchange(channel, handler));
  }

  private static void close(SelectionKey key) {
    key.cancel();
    try {
      key.channel().close();
    } catch (IOException e) {
      System.err.println("a connection could not be closed: " + e.getMessage());
    }
  }
}
