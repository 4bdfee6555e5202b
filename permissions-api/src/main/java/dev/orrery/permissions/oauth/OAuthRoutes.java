package dev.orrery.permissions.oauth;

import dev.orrery.kit.database.DatabaseUnavailable;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Serves OAuth endpoints: forms in, JSON out, one virtual thread for each request, errors in the
/// words of RFC 6749, nothing that anybody may keep.
@ApplicationScoped
public class OAuthRoutes {
  private static final Logger LOG = Logger.getLogger(OAuthRoutes.class);
  private static final long LARGEST_BODY = 64 * 1024;
  private static final String FORM = "application/x-www-form-urlencoded";

  OAuthRoutes() {}

  public void post(Router router, String path, Function<OAuthRequest, Reply> answer) {
    router
        .post(path)
        .handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY))
        .handler(http -> serve(http, path, answer));
  }

  private static void serve(
      RoutingContext http, String path, Function<OAuthRequest, Reply> answer) {
    Context context = http.vertx().getOrCreateContext();
    Thread.startVirtualThread(() -> {
      Reply reply = safely(http, path, answer);
      context.runOnContext(_ -> send(http.response(), reply));
    });
  }

  private static Reply safely(
      RoutingContext http, String path, Function<OAuthRequest, Reply> answer) {
    try {
      if (!isForm(http.request().getHeader(HttpHeaders.CONTENT_TYPE))) {
        return Refusal.invalidRequest("send a form: " + FORM);
      }
      return answer.apply(
          new OAuthRequest(
              Form.read(http.request().formAttributes()),
              http.request().getHeader(HttpHeaders.AUTHORIZATION),
              http.request().remoteAddress().hostAddress()));
    } catch (OAuthRefused refused) {
      return refused.refusal();
    } catch (DatabaseUnavailable unavailable) {
      LOG.warnf("%s could not be answered: %s", path, unavailable.getMessage());
      return Refusal.busy();
    } catch (RuntimeException | Error broken) {
      LOG.errorf(broken, "%s could not be answered", path);
      return new Refusal(500, "server_error", "an internal error; see the log", null);
    }
  }

  private static boolean isForm(@Nullable String contentType) {
    return contentType != null && contentType.split(";", 2)[0].strip().equalsIgnoreCase(FORM);
  }

  private static void send(HttpServerResponse response, Reply reply) {
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("Pragma", "no-cache");
    switch (reply) {
      case Reply.Json(var body) -> response.end(body.encode());
      case Reply.Done _ -> response.end();
      case Refusal(var status, var error, var description, var retryAfter) -> {
        if (status == 401) {
          response.putHeader("WWW-Authenticate", "Basic realm=\"orrery\", charset=\"UTF-8\"");
        }
        if (retryAfter != null) {
          response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds(retryAfter)));
        }
        response
            .setStatusCode(status)
            .end(
                new JsonObject()
                    .put("error", error)
                    .put("error_description", description)
                    .encode());
      }
    }
  }

  private static long seconds(Duration duration) {
    return Math.max(1, duration.plusMillis(999).toSeconds());
  }
}
