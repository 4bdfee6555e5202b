package dev.orrery.kit.access;

import java.io.IOException;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/// Keys that somebody publishes as a JWKS (RFC 7517), in a file or at an http address.
///
/// While it is asked it reads them again once a minute, so it knows a new key before that one
/// signs, and forgets one that is withdrawn. An unknown id makes it read at once. All in all it
/// reads at most twice a minute, whatever ids are made up. Keys that cannot be read again stay as
/// they were; until they have been read for the first time, it tries once a second.
public final class PublishedKeySet implements KeySource {
  private static final Logger LOG = Logger.getLogger(PublishedKeySet.class);

  /// How old its picture may be. New keys must be published for longer than that before they sign.
  public static final Duration REFRESH = Duration.ofMinutes(1);

  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int READS_PER_WINDOW = 2;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final String location;
  private final Clock clock;
  private final Deque<Instant> reads = new ArrayDeque<>();
  private final AtomicBoolean refreshing = new AtomicBoolean();
  private volatile Picture picture = new Picture(Map.of(), Instant.MIN);

  private record Picture(Map<String, PublicKey> keys, Instant at) {
    /// Nothing was ever read.
    boolean isBlank() {
      return at.equals(Instant.MIN);
    }
  }

  /// @param location a path, or an address of `file`, `http` or `https`
  public PublishedKeySet(String location, Clock clock) {
    this.location = location;
    this.clock = clock;
  }

  @Override
  public @Nullable PublicKey find(String id) {
    Picture seen = picture;
    @Nullable PublicKey known = seen.keys.get(id);
    if (known == null) {
      boolean news = read(seen);
      if (picture.isBlank()) {
        throw new KeysUnknownException();
      }
      return news ? picture.keys.get(id) : null;
    }
    if (seen.at.plus(REFRESH).isBefore(clock.instant()) && refreshing.compareAndSet(false, true)) {
      // Whoever waits for an answer does not wait for this.
      Thread.startVirtualThread(() -> {
        try {
          read(seen);
        } finally {
          refreshing.set(false);
        }
      });
    }
    return known;
  }

  /// @param outdated what was seen; nothing is read when somebody else has done so since
  /// @return whether there may be something new
  private synchronized boolean read(Picture outdated) {
    if (picture != outdated) {
      return true;
    }
    Instant now = clock.instant();
    Duration window = outdated.isBlank() ? PAUSE : WINDOW;
    int most = outdated.isBlank() ? 1 : READS_PER_WINDOW;
    while (!reads.isEmpty() && reads.getFirst().isBefore(now.minus(window))) {
      reads.removeFirst();
    }
    if (reads.size() >= most) {
      return false;
    }
    reads.addLast(now);
    try {
      picture = new Picture(parsed(Published.text(location)), now);
      return true;
    } catch (IOException | JoseException unreadable) {
      LOG.warnf("the keys at %s cannot be read: %s", location, unreadable);
      return false;
    }
  }

  private static Map<String, PublicKey> parsed(String jwks) throws JoseException {
    Map<String, PublicKey> keys = new HashMap<>();
    for (JsonWebKey key : new JsonWebKeySet(jwks).getJsonWebKeys()) {
      // Secrets (`oct`) are no public keys: one that is published must verify nothing.
      if (key instanceof PublicJsonWebKey published
          && key.getKeyId() != null
          && !"enc".equals(key.getUse())) {
        keys.put(key.getKeyId(), published.getPublicKey());
      }
    }
    return Map.copyOf(keys);
  }
}
