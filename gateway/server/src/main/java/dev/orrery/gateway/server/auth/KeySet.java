package dev.orrery.gateway.server.auth;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/// The keys that tokens are signed with, from a file or an address (RFC 7517).
///
/// While it is asked it reads them again once a minute, so that it knows a new key before that one
/// signs, and forgets one that is withdrawn. A key that is not known makes it read at once. In all
/// it reads at most twice a minute, so that made-up key ids cannot be used to flood whoever serves
/// the keys; until they have been read for the first time, it tries once a second.
final class KeySet {
  private static final Logger LOG = Logger.getLogger(KeySet.class);
  private static final Duration REFRESH = Duration.ofMinutes(1);
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int READS_PER_WINDOW = 2;
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final String location;
  private final Clock clock;
  private final Deque<Instant> reads = new ArrayDeque<>();
  private final AtomicBoolean refreshing = new AtomicBoolean();
  private volatile Picture picture = new Picture(List.of(), Instant.MIN);

  private record Picture(List<JsonWebKey> keys, Instant at) {
    /// Nothing was ever read.
    boolean isBlank() {
      return at.equals(Instant.MIN);
    }
  }

  /// None could be read yet, which says nothing against a token.
  static final class Unread extends RuntimeException {
    Unread() {
      super("the keys that tokens are signed with cannot be read yet");
    }
  }

  KeySet(String location, Clock clock) {
    this.location = location;
    this.clock = clock;
  }

  /// The key with this id, or the only one when a token names none. May block while keys are read.
  ///
  /// @return null when there is no such key
  /// @throws Unread when that cannot be said yet
  @Nullable JsonWebKey find(@Nullable String id) {
    Picture seen = picture;
    JsonWebKey known = pick(seen.keys, id);
    if (known == null) {
      boolean news = refresh(seen);
      if (picture.isBlank()) {
        throw new Unread();
      }
      return news ? pick(picture.keys, id) : null;
    }
    if (seen.at.plus(REFRESH).isBefore(clock.instant()) && refreshing.compareAndSet(false, true)) {
      // Whoever waits for an answer does not wait for this.
      Thread.startVirtualThread(() -> {
        try {
          refresh(seen);
        } finally {
          refreshing.set(false);
        }
      });
    }
    return known;
  }

  private static @Nullable JsonWebKey pick(List<JsonWebKey> keys, @Nullable String id) {
    if (id == null) {
      return keys.size() == 1 ? keys.getFirst() : null;
    }
    for (JsonWebKey key : keys) {
      if (Objects.equals(key.getKeyId(), id)) {
        return key;
      }
    }
    return null;
  }

  /// @param outdated what was seen; nothing is read when somebody else has done so since
  private synchronized boolean refresh(Picture outdated) {
    if (picture != outdated) {
      return true;
    }
    Instant now = clock.instant();
    Duration window = outdated.isBlank() ? PAUSE : WINDOW;
    int most = outdated.isBlank() ? 1 : READS_PER_WINDOW;
    while (!reads.isEmpty() && reads.peekFirst().isBefore(now.minus(window))) {
      reads.removeFirst();
    }
    if (reads.size() >= most) {
      return false;
    }
    reads.addLast(now);
    try {
      picture = new Picture(List.copyOf(new JsonWebKeySet(read()).getJsonWebKeys()), now);
      return true;
    } catch (IOException | JoseException e) {
      LOG.errorf("Cannot read the keys at %s: %s", location, e.getMessage());
      return false;
    }
  }

  private String read() throws IOException {
    if (!location.startsWith("http://") && !location.startsWith("https://")) {
      return Files.readString(
          location.startsWith("file:") ? Path.of(URI.create(location)) : Path.of(location));
    }
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(URI.create(location)).timeout(TIMEOUT).build(),
              HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException("status " + response.statusCode());
      }
      return response.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
