package dev.orrery.permissions.refresh;

import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.permissions.revocation.Revocations;
import dev.orrery.permissions.secret.OpaqueSecret;
import dev.orrery.permissions.token.TokenIssuer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Sign-ins and their refresh tokens (RFC 9700, section 4.14.2).
///
/// Each refresh token is good once, for the next one. One that comes a second time was stolen, or
/// its successor was: the whole sign-in ends, with every access token that it brought.
@ApplicationScoped
public class SignIns {
  static final String PREFIX = "login";

  private final Revocations revocations;
  private final Duration accessLifetime;
  private final Duration lifetime;

  SignIns(
      Revocations revocations,
      TokenIssuer issuer,
      @ConfigProperty(name = "orrery.sign-in.lifetime", defaultValue = "30D") Duration lifetime) {
    this.revocations = revocations;
    this.accessLifetime = issuer.lifetime();
    this.lifetime = lifetime;
  }

  /// What somebody gets who signs in.
  public record Begun(TypeId id, String refreshToken) {
    @Override
    public String toString() {
      return id.toString();
    }
  }

  /// What became of a refresh token.
  sealed interface Use {
    record Renewed(TypeId id, UUID user, String refreshToken) implements Use {
      @Override
      public String toString() {
        return id.toString();
      }
    }

    /// Unknown, or of a sign-in that has ended.
    record Unknown() implements Use {}

    /// Used before: the sign-in has ended now.
    record Stolen(TypeId id) implements Use {}
  }

  public Begun begin(Transaction transaction, UUID user) {
    TypeId id = TypeId.generate(PREFIX);
    transaction.execute(
        Sql.of("delete from sign_in where user_id = :user and expires_at < now()")
            .with("user", user));
    transaction.execute(
        Sql.of(
                """
                insert into sign_in (id, user_id, expires_at)
                values (:id, :user, to_timestamp(cast(:end as bigint)))
                """)
            .with("id", id.uuid())
            .with("user", user)
            .with("end", Instant.now().plus(lifetime).getEpochSecond()));
    return new Begun(id, successor(transaction, id));
  }

  Use use(Transaction transaction, String refreshToken) {
    Optional<@Nullable Object[]> found =
        transaction
            .rows(
                Sql.of(
                        """
                        select s.id, s.user_id, t.used_at is not null,
                               s.ended_at is not null or s.expires_at < now()
                        from refresh_token t join sign_in s on s.id = t.sign_in_id
                        where t.digest = :digest
                        for update
                        """)
                    .with("digest", OpaqueSecret.digest(refreshToken)))
            .stream()
            .findFirst();
    if (found.isEmpty() || Boolean.TRUE.equals(found.get()[3])) {
      return new Use.Unknown();
    }
    TypeId id = new TypeId(PREFIX, (UUID) Objects.requireNonNull(found.get()[0]));
    if (Boolean.TRUE.equals(found.get()[2])) {
      end(transaction, id);
      return new Use.Stolen(id);
    }
    transaction.execute(
        Sql.of("update refresh_token set used_at = now() where digest = :digest")
            .with("digest", OpaqueSecret.digest(refreshToken)));
    return new Use.Renewed(
        id, (UUID) Objects.requireNonNull(found.get()[1]), successor(transaction, id));
  }

  private static String successor(Transaction transaction, TypeId id) {
    String token = OpaqueSecret.REFRESH_TOKEN.make();
    transaction.execute(
        Sql.of("insert into refresh_token (digest, sign_in_id) values (:digest, :id)")
            .with("digest", OpaqueSecret.digest(token))
            .with("id", id.uuid()));
    return token;
  }

  /// Which sign-in a refresh token that is still good belongs to.
  public Optional<Live> find(Transaction transaction, String refreshToken) {
    return transaction
        .rows(
            Sql.of(
                    """
                    select s.id, s.user_id, cast(extract(epoch from s.expires_at) as bigint)
                    from refresh_token t join sign_in s on s.id = t.sign_in_id
                    where t.digest = :digest and t.used_at is null
                      and s.ended_at is null and s.expires_at >= now()
                    """)
                .with("digest", OpaqueSecret.digest(refreshToken)))
        .stream()
        .map(row ->
            new Live(
                new TypeId(PREFIX, (UUID) Objects.requireNonNull(row[0])),
                new TypeId("user", (UUID) Objects.requireNonNull(row[1])),
                ((Number) Objects.requireNonNull(row[2])).longValue()))
        .findFirst();
  }

  /// @param expiresAt in seconds since 1970
  public record Live(TypeId id, TypeId user, long expiresAt) {}

  /// Ends a sign-in; its access tokens are good nowhere any more.
  public void end(Transaction transaction, TypeId id) {
    transaction.execute(
        Sql.of("update sign_in set ended_at = now() where id = :id and ended_at is null")
            .with("id", id.uuid()));
    revocations.revoke(transaction, id.toString(), Instant.now().plus(accessLifetime));
  }

  /// Ends all sign-ins of a user, as after a new password.
  public void endAll(Transaction transaction, UUID user) {
    List<@Nullable Object[]> open =
        transaction.rows(
            Sql.of(
                    """
                    select id from sign_in
                    where user_id = :user and ended_at is null and expires_at >= now()
                    """)
                .with("user", user));
    open.forEach(
        row -> end(transaction, new TypeId(PREFIX, (UUID) Objects.requireNonNull(row[0]))));
  }
}
