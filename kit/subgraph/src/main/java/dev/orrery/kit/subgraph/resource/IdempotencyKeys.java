package dev.orrery.kit.subgraph.resource;

import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.subgraph.error.CommonError.IdempotencyKeyReused;
import dev.orrery.kit.subgraph.error.RefusedException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Remembers what was answered under which key, in the transaction that did it.
///
/// Requests with one key wait for each other, so a hundred at once make one resource and get one
/// answer.
final class IdempotencyKeys {
  /// How long a key is remembered.
  static final Duration RETENTION = Duration.ofDays(7);

  private IdempotencyKeys() {}

  /// @return what was answered first, if the key was used before by this viewer with the same input
  /// @throws RefusedException when it was used with another input
  static Optional<Snapshot> answered(Transaction transaction, Key key) {
    transaction.rows(
        Sql.of("select 1 from (select pg_advisory_xact_lock(hashtextextended(:key, 0))) as locked")
            .with("key", key.subject() + "\n" + key.text()));
    List<@Nullable Object[]> rows =
        transaction.rows(
            Sql.of(
                    """
                    select operation, input_hash, cast(result as text) from idempotency
                    where subject = :subject and key = :key
                    """)
                .with("subject", key.subject())
                .with("key", key.text()));
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    @Nullable Object[] row = rows.getFirst();
    if (!key.operation().equals(row[0]) || !key.inputHash().equals(row[1])) {
      throw new RefusedException(new IdempotencyKeyReused(key.text()));
    }
    return Optional.of(
        Snapshot.ofJson(new JsonObject(String.valueOf(Objects.requireNonNull(row[2])))));
  }

  static void remember(Transaction transaction, Key key, Snapshot result) {
    transaction.execute(
        Sql.of(
                """
                insert into idempotency (subject, key, operation, input_hash, result)
                values (:subject, :key, :operation, :hash, cast(cast(:result as text) as jsonb))
                """)
            .with("subject", key.subject())
            .with("key", key.text())
            .with("operation", key.operation())
            .with("hash", key.inputHash())
            .with("result", new JsonObject(result.values()).encode()));
  }

  static int forgetOld(Transaction transaction) {
    return transaction.execute(
        Sql.of(
                "delete from idempotency where created_at < now() - cast(:days as int) * interval '1 day'")
            .with("days", (int) RETENTION.toDays()));
  }

  /// A client's key for one operation with one input.
  record Key(String subject, String text, String operation, String inputHash) {

    /// @param input the input as given, whose order of fields does not matter
    static Key of(
        String subject, String text, String operation, Map<String, @Nullable Object> input) {
      String canonical = canonical(input).toString();
      try {
        byte[] hash =
            MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8));
        return new Key(subject, text, operation, HexFormat.of().formatHex(hash));
      } catch (NoSuchAlgorithmException impossible) {
        throw new IllegalStateException("every Java has SHA-256", impossible);
      }
    }

    private static Object canonical(@Nullable Object value) {
      return switch (value) {
        case null -> "null";
        case Map<?, ?> map -> {
          Map<String, Object> sorted = new TreeMap<>();
          map.forEach((name, member) -> sorted.put(String.valueOf(name), canonical(member)));
          yield sorted;
        }
        case List<?> list -> list.stream().map(Key::canonical).toList();
        default -> value.getClass().getSimpleName() + ":" + value;
      };
    }
  }
}
