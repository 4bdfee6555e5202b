package dev.orrery.provider.testkit.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// One protocol message between the provider and the server.
///
/// @param index its place in everything that was said, in both directions
/// @param operation `CONNECT`, `SUB`, `PUB`, `MSG` or `-ERR`; with headers the same word
/// @param subject empty where the operation has none
/// @param reply empty where there is none
/// @param payload headers left out; of `CONNECT` and `-ERR` what follows the word
public record Frame(
    long index, Instant at, String operation, String subject, String reply, byte[] payload) {

  public boolean published() {
    return operation.equals("PUB");
  }

  public boolean delivered() {
    return operation.equals("MSG");
  }

  public String text() {
    return new String(payload, StandardCharsets.UTF_8);
  }

  /// Whether the provider says of an order: done.
  public boolean acknowledges() {
    return published()
        && subject.startsWith("$JS.ACK.WORK.")
        && (payload.length == 0 || text().startsWith("+ACK") || text().startsWith("+NXT"));
  }

  /// The order's place in the stream, when this is an acknowledgement of any kind.
  ///
  /// @return 0 when it is none
  public long acknowledgedSequence() {
    if (!published() || !subject.startsWith("$JS.ACK.")) {
      return 0;
    }
    return streamSequence(subject);
  }

  /// The order's place in the stream, when this delivers one.
  ///
  /// @return 0 when it does not
  public long deliveredSequence() {
    return delivered() && reply.startsWith("$JS.ACK.WORK.") ? streamSequence(reply) : 0;
  }

  private static long streamSequence(String ackSubject) {
    var tokens = ackSubject.split("\\.");
    // $JS.ACK.<stream>.<consumer>.<delivered>.<stream seq>.<consumer seq>.<time>.<pending>; newer
    // servers may put domain and account before the stream.
    var at = tokens.length >= 11 ? 7 : 5;
    return tokens.length > at ? Long.parseLong(tokens[at]) : 0;
  }
}
