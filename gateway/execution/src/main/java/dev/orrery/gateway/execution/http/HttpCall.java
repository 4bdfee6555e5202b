package dev.orrery.gateway.execution.http;

import dev.orrery.gateway.execution.http.SubgraphReply.Answered;
import dev.orrery.gateway.execution.http.SubgraphReply.Failed;
import dev.orrery.gateway.execution.http.SubgraphReply.Reason;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One call in flight: gathers the answer and makes sure that exactly one outcome is told.
final class HttpCall {
  private final Promise<SubgraphReply> outcome;
  private final SubgraphSettings settings;
  private final Set<String> shown;
  private @Nullable HttpClientRequest request;
  private byte[] bytes = new byte[0];
  private int length;

  /// @param shown the answer's headers that a client may see, in lower case
  HttpCall(Promise<SubgraphReply> outcome, SubgraphSettings settings, Set<String> shown) {
    this.outcome = outcome;
    this.settings = settings;
    this.shown = shown;
  }

  Future<SubgraphReply> reply() {
    return outcome.future();
  }

  boolean isDone() {
    return outcome.future().isComplete();
  }

  void started(HttpClientRequest started) {
    request = started;
  }

  void timeOut(Duration patience) {
    abandon(Reason.TIMEOUT, "no answer within %d ms".formatted(patience.toMillis()));
  }

  void cancel() {
    abandon(Reason.CANCELLED, "nobody waits for the answer");
  }

  void fail(Reason reason, Throwable problem) {
    outcome.tryComplete(new Failed(reason, String.valueOf(problem)));
  }

  void breakOff(Throwable problem) {
    fail(Reason.BROKEN, problem);
  }

  void receive(HttpClientResponse response) {
    String announced = response.getHeader("content-length");
    if (announced != null && response.getHeader("content-encoding") == null) {
      long size = parseSize(announced);
      if (size > settings.maxResponseBytes()) {
        abandon(Reason.TOO_LARGE, "%s bytes announced".formatted(announced));
        return;
      }
      bytes = new byte[(int) Math.max(0, size)];
    }
    response.exceptionHandler(this::breakOff);
    response.handler(this::take);
    response.endHandler(_ -> finish(response));
  }

  private static long parseSize(String announced) {
    try {
      return Long.parseLong(announced.trim());
    } catch (NumberFormatException e) {
      return 0; // the bytes themselves are counted, too
    }
  }

  private void take(Buffer chunk) {
    int more = chunk.length();
    if (length + (long) more > settings.maxResponseBytes()) {
      abandon(Reason.TOO_LARGE, "more than %d bytes".formatted(settings.maxResponseBytes()));
      return;
    }
    if (length + more > bytes.length) {
      bytes =
          Arrays.copyOf(
              bytes,
              Math.max(length + more, Math.min(bytes.length * 2, settings.maxResponseBytes())));
    }
    chunk.getBytes(bytes, length);
    length += more;
  }

  private void finish(HttpClientResponse response) {
    int status = response.statusCode();
    String type = response.getHeader("content-type");
    boolean graphql =
        type != null
            && (type.startsWith("application/json")
                || type.startsWith("application/graphql-response+json"));
    if (status < 200 || status > 299) {
      // Servers that follow GraphQL-over-HTTP answer request errors by 4xx and a GraphQL body.
      if (!graphql || status < 400 || length == 0) {
        outcome.tryComplete(new Failed(Reason.REFUSED, "status %d".formatted(status)));
        return;
      }
    }
    outcome.tryComplete(new Answered(bytes, length, headers(response)));
  }

  private List<ForwardedHeaders.Entry> headers(HttpClientResponse response) {
    if (shown.isEmpty()) {
      return List.of();
    }
    List<ForwardedHeaders.Entry> headers = new ArrayList<>();
    for (String name : shown) {
      response
          .headers()
          .getAll(name)
          .forEach(value -> headers.add(new ForwardedHeaders.Entry(name, value)));
    }
    return headers;
  }

  private void abandon(Reason reason, String detail) {
    if (outcome.tryComplete(new Failed(reason, detail)) && request != null) {
      request.reset();
    }
  }
}
