package dev.orrery.permissions.revocation;

import dev.orrery.kit.access.TokenVerifier;
import dev.orrery.kit.access.revocation.RevokedShelf;
import dev.orrery.kit.access.revocation.RevokedShelf.Revoked;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.events.Outbox;
import dev.orrery.permissions.oauth.OAuthRefused;
import dev.orrery.permissions.oauth.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What is revoked before its end: recorded here, and told to every service, which then refuses it
/// without asking anybody.
@ApplicationScoped
public class Revocations {
  /// So many make a message of about half of what a message may be.
  private static final int MOST_ON_A_SHELF = 5_000;

  private final Outbox outbox;

  Revocations(Outbox outbox) {
    this.outbox = outbox;
  }

  /// @param id of a token, a sign-in or a personal access token
  /// @param until when nothing that it revokes is good any more
  /// @throws OAuthRefused when too much is revoked at once to tell it
  public void revoke(Transaction transaction, String id, Instant until) {
    transaction.widen();
    String shelf = RevokedShelf.shelfOf(id);
    List<@Nullable Object[]> version =
        transaction.rows(
            Sql.of(
                    "update revocation_shelf set version = version + 1 where id = :id returning version")
                .with("id", shelf));
    transaction.execute(
        Sql.of("delete from revoked where shelf = :shelf and expires_at < now()")
            .with("shelf", shelf));
    transaction.execute(
        Sql.of(
                """
                insert into revoked (id, shelf, expires_at)
                values (:id, :shelf, to_timestamp(cast(:until as bigint)))
                on conflict (id) do nothing
                """)
            .with("id", id)
            .with("shelf", shelf)
            .with("until", until.getEpochSecond() + TokenVerifier.CLOCK_SKEW_SECONDS + 1));
    List<Revoked> all = onShelf(transaction, shelf);
    if (all.size() > MOST_ON_A_SHELF) {
      throw new OAuthRefused(Refusal.busy());
    }
    outbox.append(
        transaction,
        new RevokedShelf(
                shelf, ((Number) Objects.requireNonNull(version.getFirst()[0])).longValue(), all)
            .message());
  }

  private static List<Revoked> onShelf(Transaction transaction, String shelf) {
    return transaction
        .rows(
            Sql.of(
                    """
                    select id, cast(extract(epoch from expires_at) as bigint) from revoked
                    where shelf = :shelf order by expires_at, id
                    """)
                .with("shelf", shelf))
        .stream()
        .map(row ->
            new Revoked(
                String.valueOf(Objects.requireNonNull(row[0])),
                Instant.ofEpochSecond(((Number) Objects.requireNonNull(row[1])).longValue())))
        .toList();
  }

  /// Whether any of these is revoked.
  public boolean contains(Transaction transaction, Collection<@Nullable String> ids) {
    return !transaction
        .rows(
            Sql.of("select 1 from revoked where id = any(:ids) limit 1")
                .with("ids", ids.stream().filter(Objects::nonNull).toArray(String[]::new)))
        .isEmpty();
  }
}
