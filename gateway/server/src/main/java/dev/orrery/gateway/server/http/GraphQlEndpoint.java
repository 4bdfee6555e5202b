package dev.orrery.gateway.server.http;

import dev.orrery.gateway.execution.error.ErrorCode;
import dev.orrery.gateway.execution.error.GraphQlError;
import dev.orrery.gateway.execution.graph.Caller;
import dev.orrery.gateway.execution.graph.FederatedGraph;
import dev.orrery.gateway.execution.graph.GraphQlReply;
import dev.orrery.gateway.execution.http.ForwardedHeaders;
import dev.orrery.gateway.execution.json.JsonOutput;
import dev.orrery.gateway.execution.operation.GraphQlRequest;
import dev.orrery.gateway.server.GatewayConfig;
import dev.orrery.gateway.server.auth.Gatekeeper;
import dev.orrery.gateway.server.auth.Viewers;
import dev.orrery.gateway.server.graph.LiveGraph;
import dev.orrery.gateway.server.trace.Trace;
import io.netty.buffer.Unpooled;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
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

  private final LiveGraph graph;
  private final Gatekeeper gatekeeper;
  private final Viewers viewers;
  private final GatewayConfig config;
  private final RequestReader reader;
  private final Set<String> forwarded;

  GraphQlEndpoint(LiveGraph graph, Gatekeeper gatekeeper, Viewers viewers, GatewayConfig config) {
    this.graph = graph;
    this.gatekeeper = gatekeeper;
    this.viewers = viewers;
    this.config = config;
    this.reader = new RequestReader(config.limits().body());
    this.forwarded = Set.copyOf(config.forwardHeaders());
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
      answer(request, type, reader.parameters(request.params()));
    } else if (request.method().equals(HttpMethod.POST)) {
      RequestProblem problem = RequestReader.checkContentType(request.getHeader("content-type"));
      if (problem != null) {
        refuse(request, type, problem);
      } else {
        new Body(request, config.limits().body())
            .read(
                body -> answer(request, type, reader.body(body)),
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

  private void answer(HttpServerRequest http, MediaType type, RequestReader.Reading reading) {
    switch (reading) {
      case RequestReader.Reading.Malformed(var problem) -> refuse(http, type, problem);
      case RequestReader.Reading.Request(var request) -> {
        Future<Gatekeeper.Verdict> verdict = gatekeeper.judge(http.getHeader("authorization"));
        if (verdict.succeeded()) {
          answer(http, type, request, verdict.result());
        } else {
          verdict.onComplete(judged -> {
            if (judged.succeeded()) {
              answer(http, type, request, judged.result());
            } else {
              defect(http, type, Trace.of(http.getHeader("traceparent")), judged.cause());
            }
          });
        }
      }
    }
  }

  private void answer(
      HttpServerRequest http, MediaType type, GraphQlRequest request, Gatekeeper.Verdict verdict) {
    switch (verdict) {
      case Gatekeeper.Verdict.Unauthenticated(var message) -> {
        http.response().putHeader("www-authenticate", "Bearer");
        refuse(http, type, new RequestProblem(401, ErrorCode.UNAUTHENTICATED.name(), message));
      }
      case Gatekeeper.Verdict.Enter(var identity) -> {
        FederatedGraph current = graph.current();
        if (current == null) {
          refuse(
              http,
              type,
              new RequestProblem(503, ErrorCode.UNAVAILABLE.name(), "The gateway is starting."));
          return;
        }
        Trace trace = Trace.of(http.getHeader("traceparent"));
        ForwardedHeaders headers =
            ForwardedHeaders.select(
                forwarded,
                name -> name.equals("traceparent") ? trace.traceparent() : http.getHeader(name));
        current
            .execute(
                request,
                new Caller(
                    headers,
                    trace.traceId(),
                    viewers.of(identity, current.isGuarded(), current.policies())))
            .onComplete(reply -> reply(http, type, trace, reply));
      }
    }
  }

  private static void reply(
      HttpServerRequest http, MediaType type, Trace trace, AsyncResult<GraphQlReply> reply) {
    if (reply.failed()) {
      defect(http, type, trace, reply.cause());
      return;
    }
    GraphQlReply outcome = reply.result();
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

  private static void defect(
      HttpServerRequest http, MediaType type, Trace trace, @Nullable Throwable cause) {
    LOG.errorf(cause, "A request failed by a defect of the gateway [trace %s]", trace.traceId());
    GraphQlError error =
        GraphQlError.of(ErrorCode.INTERNAL, "Something went wrong in the gateway.")
            .with("traceId", trace.traceId());
    send(http, type, 500, GraphQlReply.body(new GraphQlReply.Refused(List.of(error))));
  }

  private static void refuse(HttpServerRequest http, MediaType type, RequestProblem problem) {
    JsonOutput body =
        new JsonOutput(256)
            .raw("{\"errors\":[{\"message\":")
            .string(problem.message())
            .raw(",\"extensions\":{\"code\":")
            .string(problem.code())
            .raw("}}]}");
    send(http, type, problem.status(), body);
  }

  private static void send(HttpServerRequest http, MediaType type, int status, JsonOutput body) {
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
