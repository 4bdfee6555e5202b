package dev.orrery.gateway.execution.http;

import dev.orrery.gateway.execution.http.SubgraphReply.Reason;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.impl.ContextInternal;
import java.net.URI;
import java.time.Duration;
import java.util.Set;

/// Asks a subgraph over HTTP, on connections that are kept.
///
/// Mutations have connections of their own. Their patience is long, so many that wait for a busy
/// subgraph would otherwise hold every connection, and no query would reach it in time.
public final class HttpTransport implements SubgraphTransport {
  private final Vertx vertx;
  private final HttpClient queries;
  private final HttpClient mutations;
  private final RequestOptions target;
  private final SubgraphSettings settings;
  private final Set<String> shown;

  public HttpTransport(Vertx vertx, String url, SubgraphSettings settings) {
    this(vertx, url, settings, Set.of());
  }

  /// @param shown headers of answers that clients may see, in lower case
  public HttpTransport(Vertx vertx, String url, SubgraphSettings settings, Set<String> shown) {
    this.shown = Set.copyOf(shown);
    this.vertx = vertx;
    this.settings = settings;
    URI uri = URI.create(url);
    if (uri.getHost() == null
        || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
      throw new IllegalArgumentException("%s is no http or https address".formatted(url));
    }
    boolean tls = "https".equals(uri.getScheme());
    int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    this.target =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost(uri.getHost())
            .setPort(port)
            .setSsl(tls)
            .setURI(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
    this.queries = vertx.createHttpClient(options(settings), pool(settings));
    this.mutations = vertx.createHttpClient(options(settings), pool(settings));
  }

  private static HttpClientOptions options(SubgraphSettings settings) {
    return new HttpClientOptions()
        .setProtocolVersion(settings.http2() ? HttpVersion.HTTP_2 : HttpVersion.HTTP_1_1)
        .setHttp2ClearTextUpgrade(false)
        .setDecompressionSupported(settings.gzip())
        .setTcpNoDelay(true)
        .setTcpKeepAlive(true)
        .setKeepAliveTimeout(60)
        .setConnectTimeout(Math.toIntExact(settings.timeout().toMillis()));
  }

  private static PoolOptions pool(SubgraphSettings settings) {
    return new PoolOptions()
        .setHttp1MaxSize(settings.maxConnections())
        .setHttp2MaxSize(Math.max(1, settings.maxConnections() / 16))
        .setMaxWaitQueueSize(settings.maxWaiting());
  }

  @Override
  public Future<SubgraphReply> send(SubgraphRequest request) {
    var context = (ContextInternal) vertx.getOrCreateContext();
    var call = new HttpCall(context.promise(), settings, shown);
    Duration patience = settings.patience(request.mutation());
    long timer = vertx.setTimer(patience.toMillis(), _ -> call.timeOut(patience));
    request.cancellation().onCancel(() -> context.runOnContext(_ -> call.cancel()));
    (request.mutation() ? mutations : queries)
        .request(target)
        .onFailure(problem -> call.fail(reasonBeforeSending(problem), problem))
        .onSuccess(http -> {
          if (call.isDone()) {
            http.reset();
            return;
          }
          call.started(http);
          var headers = http.headers();
          headers.set("content-type", "application/json");
          headers.set("accept", "application/graphql-response+json, application/json");
          for (var entry : request.headers().entries()) {
            headers.set(entry.name(), entry.value());
          }
          http.response().onFailure(call::breakOff).onSuccess(call::receive);
          http.send(wrap(request)).onFailure(call::breakOff);
        });
    Future<SubgraphReply> reply = call.reply();
    return reply.onComplete(_ -> vertx.cancelTimer(timer));
  }

  private static Buffer wrap(SubgraphRequest request) {
    return Buffer.buffer(
        Unpooled.wrappedBuffer(request.body().array(), 0, request.body().length()));
  }

  private static Reason reasonBeforeSending(Throwable problem) {
    return problem instanceof ConnectionPoolTooBusyException
        ? Reason.OVERLOADED
        : Reason.UNREACHABLE;
  }

  @Override
  public void close() {
    queries.close();
    mutations.close();
  }
}
