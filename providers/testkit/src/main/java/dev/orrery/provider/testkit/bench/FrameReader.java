package dev.orrery.provider.testkit.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Cuts one direction of a NATS connection into protocol messages.
///
/// @see <a href="https://docs.nats.io/reference/reference-protocols/nats-protocol">the protocol</a>
final class FrameReader {
  private static final int LONGEST_LINE = 64 * 1024;

  private final BufferedInputStream in;

  FrameReader(InputStream in) {
    this.in = new BufferedInputStream(in, 64 * 1024);
  }

  /// @param bytes as they came, to be handed on
  record Raw(String operation, String subject, String reply, byte[] payload, byte[] bytes) {}

  /// Whether the next message is here already, at least in part.
  boolean more() throws IOException {
    return in.available() > 0;
  }

  /// The next message; empty at the end of the connection.
  Optional<Raw> next() throws IOException {
    var line = line();
    if (line.length == 0) {
      return Optional.empty();
    }
    var text = new String(line, StandardCharsets.UTF_8).strip();
    var words = text.split("[ \t]+");
    return Optional.of(
        switch (words[0].toUpperCase(Locale.ROOT)) {
          case "PUB" -> withPayload("PUB", words, 2, false, line);
          case "HPUB" -> withPayload("PUB", words, 2, true, line);
          case "MSG" -> withPayload("MSG", words, 3, false, line);
          case "HMSG" -> withPayload("MSG", words, 3, true, line);
          case "SUB" -> new Raw("SUB", words[1], "", new byte[0], line);
          case "CONNECT", "-ERR" ->
              new Raw(
                  words[0],
                  "",
                  "",
                  text.substring(words[0].length()).strip().getBytes(StandardCharsets.UTF_8),
                  line);
          default -> new Raw(words[0], "", "", new byte[0], line);
        });
  }

  /// @param sizesFrom where the sizes stand when there is no reply subject
  private Raw withPayload(
      String operation, String[] words, int sizesFrom, boolean headers, byte[] line)
      throws IOException {
    int sizes = headers ? 2 : 1;
    boolean replies = words.length > sizesFrom + sizes;
    int headerSize = headers ? Integer.parseInt(words[words.length - 2]) : 0;
    int size = Integer.parseInt(words[words.length - 1]);
    var body = in.readNBytes(size + 2);
    var bytes = Arrays.copyOf(line, line.length + body.length);
    System.arraycopy(body, 0, bytes, line.length, body.length);
    var payload = Arrays.copyOfRange(body, headerSize, size);
    return new Raw(operation, words[1], replies ? words[sizesFrom] : "", payload, bytes);
  }

  private byte[] line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0; c = in.read()) {
      line.write(c);
      if (c == '\n') {
        return line.toByteArray();
      }
      if (line.size() > LONGEST_LINE) {
        throw new IOException("a protocol line without an end");
      }
    }
    return new byte[0];
  }
}
