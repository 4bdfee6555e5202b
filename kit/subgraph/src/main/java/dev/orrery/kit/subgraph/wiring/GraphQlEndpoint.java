package dev.orrery.kit.subgraph.wiring;

import dev.orrery.kit.access.Identification;
import dev.orrery.kit.access.InvalidTokenException;
import dev.orrery.kit.access.KeysUnknownException;
import dev.orrery.kit.access.PolicyUnknownException;
import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.events.Traceparent;
import dev.orrery.kit.subgraph.error.ErrorAnswers;
import dev.orrery.kit.subgraph.error.ErrorCode;
import graphql.GraphQL;
import graphql.GraphQLContext;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.graphql.ExecutionInputBuilderWithContext;
import io.vertx.ext.web.handler.graphql.GraphQLHandler;
import io.vertx.ext.web.handler.graphql.GraphQLHandlerOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Serves the subgraph at `/graphql`: proves who asks, joins the caller's trace, and executes.
///
/// A request without a token may read the SDL (`_service`) and nothing else; one with a bad token
/// is refused whole.
@ApplicationScoped
class GraphQlEndpoint {
  private static final String VIEWER = "orrery.viewer";
  private static final String BEARER = "Bearer ";
  private static final long LARGEST_BODY = 4L * 1024 * 1024;

  private final GraphQL graphQl;
  private final Loaders loaders;
  private final Identification tokens;

  GraphQlEndpoint(GraphQL graphQl, Loaders loaders, Identification tokens) {
    this.graphQl = graphQl;
    this.loaders = loaders;
    this.tokens = tokens;
  }

  void route(@Observes Router router) {
    GraphQLHandler execution =
        GraphQLHandler.builder(graphQl)
            .with(new GraphQLHandlerOptions().setRequestBatchingEnabled(false))
            .beforeExecute(GraphQlEndpoint.this::prepare)
            .build();
    router
        .post("/graphql")
        .handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY))
        .handler(this::identify)
        .handler(execution);
  }

  private void prepare(ExecutionInputBuilderWithContext<RoutingContext> execution) {
    RoutingContext http = execution.context();
    Traceparent trace =
        Traceparent.parse(http.request().getHeader("traceparent"))
            .map(Traceparent::child)
            .orElseGet(Traceparent::start);
    Map<Object, Object> context = new HashMap<>();
    context.put(Traceparent.class, trace);
    context.put(ErrorAnswers.TRACE_ID, trace.traceId());
    @Nullable Viewer viewer = http.get(VIEWER);
    if (viewer != null) {
      context.put(Viewer.class, viewer);
    }
    execution
        .builder()
        .graphQLContext(context)
        .graphQLContext(GraphQlEndpoint::chainLoaders)
        .dataLoaderRegistry(loaders.forRequest(GraphQLContext.of(context)));
  }

  /// Without it, a loader that is asked by another loader's answer never runs.
  static void chainLoaders(GraphQLContext.Builder context) {
    GraphQL.unusualConfiguration(context).dataloaderConfig().enableDataLoaderChaining(true);
  }

  private void identify(RoutingContext http) {
    @Nullable String header = http.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null) {
      http.next();
      return;
    }
    if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      refuse(http, "the Authorization header must be 'Bearer' and a token");
      return;
    }
    long revision = revision(http);
    if (revision < 0) {
      fail(
          http,
          400,
          ErrorCode.INVALID_ARGUMENT,
          "the header %s is a number: send what an answer brought"
              .formatted(Identification.REVISION_HEADER));
      return;
    }
    String token = header.substring(BEARER.length()).strip();
    Context context = http.vertx().getOrCreateContext();
    Thread.startVirtualThread(() -> {
      try {
        Viewer viewer = tokens.verify(token, revision);
        context.runOnContext(_ -> {
          http.put(VIEWER, viewer);
          http.next();
        });
      } catch (InvalidTokenException invalid) {
        context.runOnContext(_ -> refuse(http, String.valueOf(invalid.getMessage())));
      } catch (KeysUnknownException | PolicyUnknownException tooEarly) {
        context.runOnContext(_ -> postpone(http, String.valueOf(tooEarly.getMessage())));
      } catch (RuntimeException | Error broken) {
        context.runOnContext(_ -> http.fail(broken));
      }
    });
  }

  /// @return -1 when the header is no number
  private static long revision(RoutingContext http) {
    @Nullable String revision = http.request().getHeader(Identification.REVISION_HEADER);
    try {
      return revision == null ? 0 : Long.parseUnsignedLong(revision);
    } catch (NumberFormatException nonsense) {
      return -1;
    }
  }

  private static void refuse(RoutingContext http, String message) {
    http.response().putHeader("WWW-Authenticate", "Bearer");
    fail(http, 401, ErrorCode.UNAUTHENTICATED, message);
  }

  private static void postpone(RoutingContext http, String message) {
    http.response().putHeader("Retry-After", "1");
    fail(http, 503, ErrorCode.UNAVAILABLE, message);
  }

  private static void fail(RoutingContext http, int status, ErrorCode code, String message) {
    JsonObject error =
        new JsonObject()
            .put("message", message)
            .put("extensions", new JsonObject().put("code", code.name()));
    http.response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(new JsonObject().put("errors", new JsonArray().add(error)).encode());
  }
}
