package dev.orrery.kit.access.revocation;

import dev.orrery.kit.access.VerifiedToken;
import dev.orrery.kit.access.policy.fact.PolicyFact;
import dev.orrery.kit.access.revocation.RevokedShelf.Revoked;
import dev.orrery.kit.events.Received;
import dev.orrery.kit.events.StateFollower;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which tokens are revoked, in the memory of this service. It follows the stream `POLICY`, so
/// nobody is asked when a request comes.
@ApplicationScoped
public class RevokedTokens implements StateFollower<RevokedShelf> {
  private final Map<String, Shelf> shelves = new ConcurrentHashMap<>();

  private record Shelf(long version, Map<String, Revoked> revoked) {}

  public RevokedTokens() {}

  @Override
  public String stream() {
    return PolicyFact.STREAM;
  }

  @Override
  public Class<RevokedShelf> body() {
    return RevokedShelf.class;
  }

  @Override
  public boolean follows(String subject) {
    return subject.startsWith(RevokedShelf.SUBJECT);
  }

  /// A version that is not newer than the one known changes nothing.
  @Override
  public void apply(Received<RevokedShelf> message) {
    RevokedShelf told = message.body();
    shelves.merge(
        told.shelf(),
        new Shelf(
            told.version(),
            told.revoked().stream()
                .collect(Collectors.toMap(Revoked::id, revoked -> revoked, (_, last) -> last))),
        (known, newer) -> newer.version > known.version ? newer : known);
  }

  @Override
  public void complete() {}

  /// Whether the token, or what it was got with, is revoked.
  public boolean contains(VerifiedToken token) {
    return contains(token.id()) || contains(token.session());
  }

  private boolean contains(@Nullable String id) {
    if (id == null || id.isEmpty()) {
      return false;
    }
    @Nullable Shelf shelf = shelves.get(RevokedShelf.shelfOf(id));
    return shelf != null && shelf.revoked.containsKey(id);
  }
}
