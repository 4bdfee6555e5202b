package dev.orrery.gateway.server.trace;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The W3C trace context of a request: the client's, or a new one.
///
/// @param traceId 32 hexadecimal digits
/// @param traceparent the header's value
public record Trace(String traceId, String traceparent) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");
  private static final HexFormat HEX = HexFormat.of();

  /// Continues the trace of a `traceparent` header, or starts one when there is none or it is
  /// malformed.
  public static Trace of(@Nullable String traceparent) {
    if (traceparent != null && traceparent.length() >= 55 && traceparent.length() <= 256) {
      var match = FORM.matcher(traceparent);
      if (match.matches()) {
        return new Trace(match.group(1), traceparent);
      }
    }
    var random = ThreadLocalRandom.current();
    String traceId = HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong() | 1);
    return new Trace(
        traceId, "00-%s-%s-01".formatted(traceId, HEX.toHexDigits(random.nextLong() | 1)));
  }
}
