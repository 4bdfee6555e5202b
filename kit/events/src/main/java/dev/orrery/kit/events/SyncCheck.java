package dev.orrery.kit.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jboss.logging.Logger;

/// Asks the NATS server whether it syncs every write to the disk before it acknowledges it.
///
/// Clients are not told over the NATS protocol itself; the monitoring endpoint (`/varz`) says so.
/// Without that endpoint the answer stays [Answer#UNKNOWN], and nothing is claimed.
final class SyncCheck {
  private static final Logger LOG = Logger.getLogger(SyncCheck.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  enum Answer {
    ALWAYS,
    NOT_ALWAYS,
    UNKNOWN
  }

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final NatsSettings settings;
  private volatile Answer last = Answer.UNKNOWN;

  SyncCheck(NatsSettings settings) {
    this.settings = settings;
  }

  /// The last definite answer; a server that is away changes nothing about it.
  Answer last() {
    return last;
  }

  void ask() throws InterruptedException {
    if (settings.monitoringUrl().isEmpty()) {
      return;
    }
    String url = settings.monitoringUrl().get();
    try {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(URI.create(url + "/varz")).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() == 200) {
        judge(EventJson.parse(answer.body()).path("jetstream").path("config"));
      }
    } catch (IOException | UnreadableMessage unknown) {
      LOG.debugf(unknown, "%s does not say whether NATS syncs every write", url);
    }
  }

  void judge(JsonNode jetStream) {
    if (jetStream.isMissingNode()) {
      return;
    }
    Answer now = jetStream.path("sync_always").asBoolean(false) ? Answer.ALWAYS : Answer.NOT_ALWAYS;
    if (now == Answer.NOT_ALWAYS && last != now) {
      LOG.error(
          "NATS acknowledges writes that are not on its disk: set jetstream.sync_interval to always");
    }
    last = now;
  }
}
