package dev.orrery.kit.events;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where in which trace something happens, as [W3C Trace
/// Context](https://www.w3.org/TR/trace-context/) writes it: `00-<trace id>-<span id>-<flags>`.
public record Traceparent(String traceId, String spanId, String flags) {
  private static final Pattern FORM =
      Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");
  private static final String NO_TRACE = "0".repeat(32);
  private static final String NO_SPAN = "0".repeat(16);

  /// The first span of a new, sampled trace.
  public static Traceparent start() {
    return new Traceparent(hex() + hex(), hex(), "01");
  }

  /// Reads a header; one that is absent or malformed is no trace, as the standard demands.
  public static Optional<Traceparent> parse(@Nullable String header) {
    if (header == null) {
      return Optional.empty();
    }
    Matcher form = FORM.matcher(header);
    if (!form.matches() || form.group(1).equals(NO_TRACE) || form.group(2).equals(NO_SPAN)) {
      return Optional.empty();
    }
    return Optional.of(new Traceparent(form.group(1), form.group(2), form.group(3)));
  }

  /// A new span in the same trace.
  public Traceparent child() {
    return new Traceparent(traceId, hex(), flags);
  }

  @Override
  public String toString() {
    return "00-%s-%s-%s".formatted(traceId, spanId, flags);
  }

  private static String hex() {
    long bits;
    do {
      bits = ThreadLocalRandom.current().nextLong();
    } while (bits == 0);
    return HexFormat.of().toHexDigits(bits);
  }
}
