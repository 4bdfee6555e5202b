package dev.orrery.bench.gateway.shop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One connection: as much of HTTP/1.1 as gateways speak to their subgraphs.
final class Exchange {
  private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);

  private final SocketChannel channel;
  private final Function<Request, ByteBuffer> handler;
  private final ArrayDeque<ByteBuffer> unsent = new ArrayDeque<>();
  private byte[] received = new byte[8 * 1024];
  private int size;

  /// @param head the request line and the headers
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Request(byte[] head, byte[] body) {
    boolean isGet() {
      return head[0] == 'G';
    }
  }

  Exchange(SocketChannel channel, Function<Request, ByteBuffer> handler) {
    this.channel = channel;
    this.handler = handler;
  }

  /// Takes what came in through `buffer`, which it may use as it likes; false when the peer has
  /// gone.
  boolean read(ByteBuffer buffer, SelectionKey key) throws IOException {
    buffer.clear();
    int count = channel.read(buffer);
    if (count < 0) {
      return false;
    }
    if (size + count > received.length) {
      received = Arrays.copyOf(received, Math.max(size + count, received.length * 2));
    }
    buffer.flip().get(received, size, count);
    size += count;
    int at = 0;
    while (true) {
      int next = answerOne(at);
      if (next == at) {
        break;
      }
      at = next;
    }
    System.arraycopy(received, at, received, 0, size - at);
    size -= at;
    return write(key);
  }

  /// Sends what is left to send.
  boolean write(SelectionKey key) throws IOException {
    while (!unsent.isEmpty()) {
      ByteBuffer next = unsent.peek();
      channel.write(next);
      if (next.hasRemaining()) {
        key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        return true;
      }
      unsent.poll();
    }
    key.interestOps(SelectionKey.OP_READ);
    return true;
  }

  /// Answers the request that starts there and answers where the next one does.
  private int answerOne(int start) {
    int head = endOfHead(start);
    if (head < 0) {
      return start;
    }
    int length = contentLength(start, head);
    if (length < 0) {
      return answerChunked(start, head);
    }
    if (head + length > size) {
      return start;
    }
    answer(start, head, Arrays.copyOfRange(received, head, head + length));
    return head + length;
  }

  private void answer(int start, int head, byte[] body) {
    unsent.add(handler.apply(new Request(Arrays.copyOfRange(received, start, head), body)));
  }

  private int endOfHead(int start) {
    for (int i = start + 3; i < size; i++) {
      if (received[i] == '\n' && received[i - 1] == '\r' && received[i - 2] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  /// -1 when the body comes in chunks; 0 when there is none.
  private int contentLength(int start, int head) {
    for (int i = start; i < head; i++) {
      if (received[i] == '\n' && (received[i + 1] | 0x20) == 'c' && names(i + 1)) {
        int length = 0;
        for (int at = i + 1 + LENGTH.length; received[at] != '\r'; at++) {
          if (received[at] >= '0' && received[at] <= '9') {
            length = length * 10 + received[at] - '0';
          }
        }
        return length;
      }
    }
    String text =
        new String(received, start, head - start, StandardCharsets.ISO_8859_1)
            .toLowerCase(Locale.ROOT);
    return text.contains("transfer-encoding: chunked") ? -1 : 0;
  }

  private boolean names(int at) {
    for (int i = 0; i < LENGTH.length; i++) {
      if ((received[at + i] | 0x20) != (LENGTH[i] | 0x20)) {
        return false;
      }
    }
    return true;
  }

  private int answerChunked(int start, int head) {
    byte[] body = new byte[0];
    int at = head;
    while (true) {
      Integer line = endOfLine(at);
      if (line == null) {
        return start;
      }
      int length =
          Integer.parseInt(
              new String(received, at, line - at, StandardCharsets.US_ASCII).trim(), 16);
      if (line + length + 2 > size) {
        return start;
      }
      if (length == 0) {
        answer(start, head, body);
        return line + 2;
      }
      int before = body.length;
      body = Arrays.copyOf(body, before + length);
      System.arraycopy(received, line, body, before, length);
      at = line + length + 2;
    }
  }

  private @Nullable Integer endOfLine(int at) {
    for (int i = at; i < size; i++) {
      if (received[i] == '\n') {
        return i + 1;
      }
    }
    return null;
  }
}
