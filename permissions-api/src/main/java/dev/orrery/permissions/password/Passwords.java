package dev.orrery.permissions.password;

import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.permissions.oauth.OAuthRefused;
import dev.orrery.permissions.oauth.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.text.Normalizer;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// The passwords of users: their hashes, that is; by default with the least memory and iterations
/// that OWASP's Password Storage Cheat Sheet asks for (19 MiB, 2, 1).
///
/// A hash costs memory and time on purpose, so only a few are computed at once; who comes when too
/// many wait is asked to try again.
@ApplicationScoped
class Passwords {
  static final int SHORTEST = 12;
  static final int LONGEST = 256;

  private static final long PATIENCE_MILLIS = 3_000;

  private final Semaphore places =
      new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), true);

  private final Argon2id hashing;

  /// What is compared where there is nothing to compare with, in the same time.
  private final String nobodys;

  Passwords(
      @ConfigProperty(name = "orrery.passwords.memory-kib", defaultValue = "19456") int memoryKib,
      @ConfigProperty(name = "orrery.passwords.iterations", defaultValue = "2") int iterations) {
    this.hashing = new Argon2id(memoryKib, iterations);
    this.nobodys = hashing.hash("nobody has this password");
  }

  /// A hash for the record, computed before a transaction begins: nobody waits for it with a lock.
  String hash(String password) {
    return inTurn(() -> hashing.hash(normal(password)));
  }

  Optional<String> recorded(Transaction transaction, UUID user) {
    return transaction
        .rows(Sql.of("select hash from user_password where user_id = :user").with("user", user))
        .stream()
        .map(row -> String.valueOf(Objects.requireNonNull(row[0])))
        .findFirst();
  }

  void record(Transaction transaction, UUID user, String hash) {
    transaction.execute(
        Sql.of(
                """
                insert into user_password (user_id, hash) values (:user, :hash)
                on conflict (user_id) do update set hash = excluded.hash, changed_at = now()
                """)
            .with("user", user)
            .with("hash", hash));
  }

  /// Whether the password is the recorded one.
  ///
  /// @param recorded null where there is no user, or no password: then it is not, and finding that
  ///   out takes as long
  boolean matches(String password, @Nullable String recorded) {
    String compared = recorded == null ? nobodys : recorded;
    // The same for everybody: a longer password never was anybody's.
    String tried = password.length() > LONGEST ? password.substring(0, LONGEST) : password;
    boolean same = inTurn(() -> Argon2id.matches(normal(tried), compared));
    return same && recorded != null && tried.length() == password.length();
  }

  /// Whether a hash is to be computed anew, when next the password is at hand.
  boolean isOutdated(String recorded) {
    return !hashing.made(recorded);
  }

  /// Keyboards differ in how they compose letters (NIST SP 800-63B, section 3.1.1.2).
  private static String normal(String password) {
    return Normalizer.normalize(password, Normalizer.Form.NFKC);
  }

  private <T> T inTurn(Supplier<T> work) {
    try {
      if (!places.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new OAuthRefused(Refusal.busy());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new OAuthRefused(Refusal.busy());
    }
    try {
      return work.get();
    } finally {
      places.release();
    }
  }
}
