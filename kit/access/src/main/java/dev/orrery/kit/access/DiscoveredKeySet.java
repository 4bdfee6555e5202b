package dev.orrery.kit.access;

import java.io.IOException;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/// The keys of an issuer that others run, found by its discovery document (OpenID Connect Discovery
/// 1.0, section 4).
///
/// It is asked for that document at most twice a minute, and again once an hour; for its keys as
/// [PublishedKeySet] says.
public final class DiscoveredKeySet implements KeySource {
  private static final Logger LOG = Logger.getLogger(DiscoveredKeySet.class);
  private static final Duration REFRESH = Duration.ofHours(1);
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int READS_PER_WINDOW = 2;

  private final String issuer;
  private final Clock clock;
  private final Deque<Instant> reads = new ArrayDeque<>();
  private volatile @Nullable Found found;

  private record Found(String location, PublishedKeySet keys, Instant at) {}

  /// @param issuer its name, which is an address
  public DiscoveredKeySet(String issuer, Clock clock) {
    this.issuer = issuer;
    this.clock = clock;
  }

  @Override
  public @Nullable PublicKey find(String id) {
    Found known = found;
    if (known == null || known.at.plus(REFRESH).isBefore(clock.instant())) {
      known = discover(known);
    }
    return known == null ? null : known.keys.find(id);
  }

  private synchronized @Nullable Found discover(@Nullable Found outdated) {
    if (found != outdated) {
      return found;
    }
    Instant now = clock.instant();
    while (!reads.isEmpty() && reads.getFirst().isBefore(now.minus(WINDOW))) {
      reads.removeFirst();
    }
    if (reads.size() >= READS_PER_WINDOW) {
      return found;
    }
    reads.addLast(now);
    try {
      String location = location(Published.text(address()));
      PublishedKeySet keys =
          outdated != null && outdated.location.equals(location)
              ? outdated.keys
              : new PublishedKeySet(location, clock);
      found = new Found(location, keys, now);
    } catch (IOException | JoseException unreadable) {
      LOG.warnf("%s cannot be discovered: %s", issuer, unreadable.getMessage());
    }
    return found;
  }

  private String address() {
    return issuer.replaceFirst("/$", "") + "/.well-known/openid-configuration";
  }

  private String location(String document) throws IOException, JoseException {
    Map<String, Object> said = JsonUtil.parseJson(document);
    if (!issuer.equals(said.get("issuer"))) {
      throw new IOException("its document is of another issuer");
    }
    if (!(said.get("jwks_uri") instanceof String location)) {
      throw new IOException("its document names no keys");
    }
    // Whoever is asked by https must not send us to where anybody can listen, nor to a file.
    if (!location.startsWith(issuer.startsWith("https:") ? "https://" : "http")) {
      throw new IOException("its keys are at an address that is not safe");
    }
    return location;
  }
}
