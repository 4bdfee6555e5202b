package dev.orrery.gateway.server.auth;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/// Exchanges personal access tokens for access tokens (RFC 8693), so that subgraphs get to see
/// nothing but JWTs, which they verify by themselves.
///
/// An answer is kept until shortly before its token ends, a refusal for ten seconds; many requests
/// with one token ask once. What is kept is found by a digest of the secret, not by the secret.
final class TokenExchange {
  /// What a personal access token begins with, and how long it is, checksum included.
  static final String PREFIX = "orrery_pat_";

  private static final int LENGTH = PREFIX.length() + 49;
  private static final Logger LOG = Logger.getLogger(TokenExchange.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final Duration REFUSAL_KEPT = Duration.ofSeconds(10);
  private static final Duration OUTAGE_KEPT = Duration.ofSeconds(1);

  /// A token must still be good when the last subgraph has seen it.
  private static final Duration MARGIN = Duration.ofSeconds(45);

  private static final int MOST_KEPT = 10_000;
  private static final int MOST_AT_ONCE = 16;

  private final URI endpoint;
  private final Vertx vertx;
  private final Clock clock;
  private final HttpClient http;
  private final Semaphore places = new Semaphore(MOST_AT_ONCE);
  private final Map<String, Kept> kept = new ConcurrentHashMap<>();

  /// What the exchange comes to.
  sealed interface Outcome {
    record Exchanged(String token) implements Outcome {
      @Override
      public String toString() {
        return "a token";
      }
    }

    record Refused() implements Outcome {}

    record Unavailable() implements Outcome {}
  }

  private record Answer(Outcome outcome, Instant until) {}

  private record Kept(Future<Answer> answer) {
    boolean isOver(Instant now) {
      return answer.isComplete() && (answer.failed() || !now.isBefore(answer.result().until));
    }
  }

  TokenExchange(URI endpoint, Vertx vertx, Clock clock) {
    this.endpoint = endpoint;
    this.vertx = vertx;
    this.clock = clock;
    this.http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  }

  static boolean isMeant(String token) {
    return token.startsWith(PREFIX);
  }

  Future<Outcome> exchange(String secret) {
    if (secret.length() != LENGTH || !secret.chars().allMatch(TokenExchange::isPlain)) {
      return Future.succeededFuture(new Outcome.Refused());
    }
    Instant now = clock.instant();
    Kept known =
        kept.compute(
            digest(secret),
            (_, before) -> before == null || before.isOver(now) ? new Kept(ask(secret)) : before);
    shed(now);
    return known.answer.map(Answer::outcome);
  }

  private static boolean isPlain(int letter) {
    return letter == '_' || (letter < 128 && Character.isLetterOrDigit(letter));
  }

  private void shed(Instant now) {
    if (kept.size() > MOST_KEPT) {
      kept.values().removeIf(each -> each.isOver(now));
      if (kept.size() > MOST_KEPT) {
        kept.clear();
      }
    }
  }

  private Future<Answer> ask(String secret) {
    if (!places.tryAcquire()) {
      return Future.succeededFuture(outage());
    }
    String form =
        "grant_type=%s&subject_token_type=%s&subject_token=%s"
            .formatted(
                encoded("urn:ietf:params:oauth:grant-type:token-exchange"),
                encoded("urn:orrery:params:oauth:token-type:personal-access-token"),
                encoded(secret));
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .timeout(TIMEOUT)
            .header("content-type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    return Future.fromCompletionStage(
            http.sendAsync(request, HttpResponse.BodyHandlers.ofString()),
            vertx.getOrCreateContext())
        .map(this::answer)
        .otherwise(broken -> {
          LOG.warnf("no personal access token can be exchanged: %s", broken.getMessage());
          return outage();
        })
        .onComplete(_ -> places.release());
  }

  private Answer answer(HttpResponse<String> response) {
    Instant now = clock.instant();
    if (response.statusCode() == 400) {
      return new Answer(new Outcome.Refused(), now.plus(REFUSAL_KEPT));
    }
    if (response.statusCode() != 200) {
      LOG.warnf("no personal access token can be exchanged: status %d", response.statusCode());
      return outage();
    }
    try {
      JsonObject body = new JsonObject(response.body());
      Duration good = Duration.ofSeconds(body.getLong("expires_in")).minus(MARGIN);
      return new Answer(new Outcome.Exchanged(body.getString("access_token")), now.plus(good));
    } catch (DecodeException | ClassCastException | NullPointerException malformed) {
      LOG.warn("no personal access token can be exchanged: the answer is none");
      return outage();
    }
  }

  private Answer outage() {
    return new Answer(new Outcome.Unavailable(), clock.instant().plus(OUTAGE_KEPT));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String digest(String secret) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
