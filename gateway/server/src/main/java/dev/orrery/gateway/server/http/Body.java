package dev.orrery.gateway.server.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Gathers a request's body, and gives up as soon as it is known to be too large.
final class Body {
  private final HttpServerRequest request;
  private final int limit;
  private @Nullable Buffer gathered;
  private boolean refused;

  Body(HttpServerRequest request, int limit) {
    this.request = request;
    this.limit = limit;
  }

  void read(Consumer<byte[]> whole, Consumer<RequestProblem> tooLarge) {
    String announced = request.getHeader("content-length");
    if (announced != null && announced.length() > 9) {
      refuse(tooLarge);
      return;
    }
    if (announced != null && Long.parseLong(announced) > limit) {
      refuse(tooLarge);
      return;
    }
    request.handler(chunk -> {
      if (refused) {
        return;
      }
      Buffer before = gathered;
      if ((before == null ? 0 : before.length()) + chunk.length() > limit) {
        gathered = null;
        refuse(tooLarge);
      } else {
        gathered = before == null ? chunk : before.appendBuffer(chunk);
      }
    });
    request.endHandler(_ -> {
      if (!refused) {
        Buffer all = gathered;
        whole.accept(all == null ? new byte[0] : all.getBytes());
      }
    });
  }

  /// Answers and, where a connection serves one request at a time, ends it: the rest is not worth
  /// reading.
  private void refuse(Consumer<RequestProblem> tooLarge) {
    refused = true;
    if (request.version() != HttpVersion.HTTP_2) {
      request.response().putHeader("connection", "close");
    }
    tooLarge.accept(
        new RequestProblem(
            413, "PAYLOAD_TOO_LARGE", "A request has at most %d bytes.".formatted(limit)));
  }
}
