package dev.orrery.gateway.server.http;

import dev.orrery.gateway.execution.error.ErrorCode;
import dev.orrery.gateway.execution.error.GraphQlError;
import dev.orrery.gateway.execution.graph.Caller;
import dev.orrery.gateway.execution.graph.FederatedGraph;
import dev.orrery.gateway.execution.graph.GraphQlReply;
import dev.orrery.gateway.execution.http.Cancellation;
import dev.orrery.gateway.execution.json.JsonOutput;
import dev.orrery.gateway.execution.operation.GraphQlRequest;
import dev.orrery.gateway.server.GatewayConfig;
import dev.orrery.gateway.server.auth.Gatekeeper;
import dev.orrery.gateway.server.auth.Identity;
import dev.orrery.gateway.server.auth.Viewers;
import dev.orrery.gateway.server.documents.PersistedDocuments;
import dev.orrery.gateway.server.graph.HeaderConfig;
import dev.orrery.gateway.server.graph.LiveGraph;
import dev.orrery.gateway.server.metrics.Metrics;
import dev.orrery.gateway.server.trace.Trace;
import io.netty.buffer.Unpooled;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Serves `/graphql`.
///
/// Status codes follow the specification: a request that never becomes an execution is refused by
/// 4xx in `application/graphql-response+json`, and by 200 in `application/json`, save what is no
/// GraphQL request at all.
@ApplicationScoped
public class GraphQlEndpoint {
  private static final Logger LOG = Logger.getLogger(GraphQlEndpoint.class);

  private final Vertx vertx;
  private final LiveGraph graph;
  private final Gatekeeper gatekeeper;
  private final Viewers viewers;
  private final GatewayConfig config;
  private final RequestReader reader;
  private final HeaderConfig headers;
  private final PersistedDocuments documents;
  private final Metrics metrics;

  GraphQlEndpoint(
      Vertx vertx,
      LiveGraph graph,
      Gatekeeper gatekeeper,
      Viewers viewers,
      HeaderConfig headers,
      PersistedDocuments documents,
      Metrics metrics,
      GatewayConfig config) {
    this.vertx = vertx;
    this.graph = graph;
    this.gatekeeper = gatekeeper;
    this.viewers = viewers;
    this.config = config;
    this.reader = new RequestReader(config.limits().body());
    this.headers = headers;
    this.documents = documents;
    this.metrics = metrics;
  }

  void handle(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    String accept = request.getHeader("accept");
    boolean get = request.method().equals(HttpMethod.GET);
    if (get
        && config.graphiql()
        && MediaType.isBrowser(accept)
        && request.getParam("query") == null) {
      request.response().setStatusCode(303).putHeader("location", "/graphiql/").end();
      return;
    }
    Cancellation gone = new Cancellation();
    routing.addEndHandler(end -> {
      if (end.failed()) {
        gone.cancel();
      }
    });
    MediaType type = MediaType.negotiate(accept);
    if (type == null) {
      refuse(
          request,
          MediaType.JSON,
          new RequestProblem(
              406,
              "NOT_ACCEPTABLE",
              "Responses are application/json or application/graphql-response+json."));
    } else if (get) {
      answer(request, type, gone, reader.parameters(request.params()));
    } else if (request.method().equals(HttpMethod.POST)) {
      RequestProblem problem = RequestReader.checkContentType(request.getHeader("content-type"));
      if (problem != null) {
        refuse(request, type, problem);
      } else {
        new Body(request, config.limits().body())
            .read(
                body -> answer(request, type, gone, reader.body(body)),
                tooLarge -> refuse(request, type, tooLarge));
      }
    } else {
      request.response().putHeader("allow", "GET, POST");
      refuse(
          request,
          type,
          new RequestProblem(405, "METHOD_NOT_ALLOWED", "Send requests by POST or GET."));
    }
  }

  private void answer(
      HttpServerRequest http, MediaType type, Cancellation gone, RequestReader.Reading reading) {
    switch (reading) {
      case RequestReader.Reading.Malformed(var problem) -> refuse(http, type, problem);
      case RequestReader.Reading.Request request -> {
        Future<Gatekeeper.Verdict> verdict = gatekeeper.judge(http.getHeader("authorization"));
        if (verdict.succeeded()) {
          answer(http, type, gone, request, verdict.result());
        } else {
          verdict.onComplete(judged -> {
            if (judged.succeeded()) {
              answer(http, type, gone, request, judged.result());
            } else {
              defect(http, type, Trace.of(http.getHeader("traceparent")), judged.cause());
            }
          });
        }
      }
    }
  }

  private void answer(
      HttpServerRequest http,
      MediaType type,
      Cancellation gone,
      RequestReader.Reading.Request reading,
      Gatekeeper.Verdict verdict) {
    switch (verdict) {
      case Gatekeeper.Verdict.Unauthenticated(var message) -> {
        http.response().putHeader("www-authenticate", "Bearer");
        refuse(http, type, new RequestProblem(401, ErrorCode.UNAUTHENTICATED.name(), message));
      }
      case Gatekeeper.Verdict.Unavailable(var message) -> {
        http.response().putHeader("retry-after", "1");
        refuse(http, type, new RequestProblem(503, ErrorCode.UNAVAILABLE.name(), message));
      }
      case Gatekeeper.Verdict.Enter(var identity, var authorization) -> {
        if (authorization != null) {
          http.headers().set("authorization", authorization);
        }
        FederatedGraph current = graph.current();
        if (current == null) {
          refuse(
              http,
              type,
              new RequestProblem(503, ErrorCode.UNAVAILABLE.name(), "The gateway is starting."));
          return;
        }
        switch (documents.find(reading.query(), reading.documentId(), reading.sha256())) {
          case PersistedDocuments.Found.Missing(var code, var message) ->
              refuse(http, type, notServed(type, code, message));
          case PersistedDocuments.Found.Document(var text) ->
              answer(http, type, gone, reading.with(text), identity, current);
        }
      }
    }
  }

  /// Clients of Apollo read the reason from a body that came with 200.
  private static RequestProblem notServed(MediaType type, String code, String message) {
    return new RequestProblem(
        type == MediaType.JSON && code.startsWith("PERSISTED_QUERY_NOT") ? 200 : 400,
        code,
        message);
  }

  private void answer(
      HttpServerRequest http,
      MediaType type,
      Cancellation gone,
      GraphQlRequest request,
      Identity identity,
      FederatedGraph current) {
    long start = System.nanoTime();
    Trace trace = Trace.of(http.getHeader("traceparent"));
    Caller caller =
        new Caller(
            headers.select(http.headers(), trace.traceparent()),
            trace.traceId(),
            viewers.of(identity, current.isGuarded(), current.policies()),
            gone);
    Future<GraphQlReply> execution = current.execute(request, caller);
    if (execution.isComplete()) {
      reply(http, type, trace, execution);
      metrics.took(System.nanoTime() - start);
      return;
    }
    Life life = Life.of(identity, config.limits().answer(), Instant.now());
    long end =
        vertx.setTimer(
            life.left().toMillis() + 1,
            _ -> {
              gone.cancel();
              metrics.refused(life.error().code());
              send(http, type, 200, life.body());
              metrics.took(System.nanoTime() - start);
            });
    execution.onComplete(reply -> {
      if (vertx.cancelTimer(end)) {
        reply(http, type, trace, reply);
        metrics.took(System.nanoTime() - start);
      }
    });
  }

  private void reply(
      HttpServerRequest http, MediaType type, Trace trace, AsyncResult<GraphQlReply> reply) {
    if (reply.failed()) {
      defect(http, type, trace, reply.cause());
      return;
    }
    GraphQlReply outcome = reply.result();
    switch (outcome) {
      case GraphQlReply.Refused(var errors) -> metrics.refused(errors.getFirst().code());
      case GraphQlReply.NotAllowed(var error) -> metrics.refused(error.code());
      case GraphQlReply.Executed(var _, var forClient) ->
          forClient.forEach(header -> http.response().headers().add(header.name(), header.value()));
    }
    int status =
        switch (outcome) {
          case GraphQlReply.Executed _ -> 200;
          case GraphQlReply.Refused _ -> type == MediaType.GRAPHQL_RESPONSE ? 400 : 200;
          case GraphQlReply.NotAllowed _ -> {
            http.response().putHeader("allow", "POST");
            yield 405;
          }
        };
    send(http, type, status, GraphQlReply.body(outcome));
  }

  private void defect(
      HttpServerRequest http, MediaType type, Trace trace, @Nullable Throwable cause) {
    metrics.refused(ErrorCode.INTERNAL.name());
    LOG.errorf(cause, "A request failed by a defect of the gateway [trace %s]", trace.traceId());
    GraphQlError error =
        GraphQlError.of(ErrorCode.INTERNAL, "Something went wrong in the gateway.")
            .with("traceId", trace.traceId());
    send(http, type, 500, GraphQlReply.body(new GraphQlReply.Refused(List.of(error))));
  }

  private void refuse(HttpServerRequest http, MediaType type, RequestProblem problem) {
    metrics.refused(problem.code());
    JsonOutput body =
        new JsonOutput(256)
            .raw("{\"errors\":[{\"message\":")
            .string(problem.message())
            .raw(",\"extensions\":{\"code\":")
            .string(problem.code())
            .raw("}}]}");
    send(http, type, problem.status(), body);
  }

  private void send(HttpServerRequest http, MediaType type, int status, JsonOutput body) {
    metrics.answered(status);
    HttpServerResponse response = http.response();
    if (response.closed() || response.ended()) {
      return; // the client has gone
    }
    response
        .setStatusCode(status)
        .putHeader("content-type", type.header())
        .end(Buffer.buffer(Unpooled.wrappedBuffer(body.array(), 0, body.length())));
  }
}
