package dev.orrery.permissions.key;

import dev.orrery.kit.access.KeySource;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/// The keys that sign tokens: ES256, the same for all replicas. The first is made when the house
/// first starts.
///
/// They live in the service's own table and in memory, and appear in no log, event or answer.
@ApplicationScoped
public class SigningKeys implements KeySource {
  private final Database database;
  private final Rotation rotation;
  private final Clock clock = Clock.systemUTC();
  private volatile List<Key> keys = List.of();

  SigningKeys(Database database, Rotation rotation) {
    this.database = database.own();
    this.rotation = rotation;
  }

  /// A token with these claims.
  ///
  /// @param type the header `typ`, which keeps tokens of one use from being taken for another
  public String sign(JwtClaims claims, String type) {
    Key key = Rotation.signer(current(), clock.instant());
    JsonWebSignature signature = new JsonWebSignature();
    signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
    signature.setHeader("typ", type);
    signature.setKeyIdHeaderValue(key.id());
    signature.setPayload(claims.toJson());
    signature.setKey(key.secret());
    try {
      return signature.getCompactSerialization();
    } catch (JoseException broken) {
      // The cause could quote the key.
      throw new IllegalStateException("the key " + key + " cannot sign");
    }
  }

  @Override
  public @Nullable PublicKey find(String id) {
    for (Key key : current()) {
      if (key.id().equals(id)) {
        return key.published();
      }
    }
    return null;
  }

  /// The public halves as a JWKS (RFC 7517).
  String jwks() {
    return new JsonWebKeySet(current().stream().map(Key::jwk).toList())
        .toJson(OutputControlLevel.PUBLIC_ONLY);
  }

  private List<Key> current() {
    List<Key> known = keys;
    return known.isEmpty() ? keep() : known;
  }

  /// Brings the record in order, and the memory in step with it: publishes the next key when it is
  /// time, and withdraws what is spent. Of replicas that do so at once, one publishes.
  List<Key> keep() {
    return keys =
        database.inTransaction(transaction -> {
          List<Key> recorded = recorded(transaction);
          Instant now = clock.instant();
          if (rotation.isDue(recorded, now)) {
            lock(transaction);
            recorded = recorded(transaction);
            if (rotation.isDue(recorded, now)) {
              add(transaction, recorded.isEmpty() ? now : rotation.signsFrom(now));
            }
          }
          rotation.spent(recorded, now).forEach(key -> remove(transaction, key));
          return recorded(transaction);
        });
  }

  /// Publishes the next key now, whether or not it is time.
  ///
  /// @param along what is recorded with it
  /// @return when it signs
  Instant rotate(Consumer<Transaction> along) {
    return replaced(rotation.signsFrom(clock.instant()), false, along);
  }

  /// Withdraws every key at once, and signs with a new one from now on: no token of before is good.
  ///
  /// @param along what is recorded with it
  Instant replaceCompromised(Consumer<Transaction> along) {
    return replaced(clock.instant(), true, along);
  }

  private Instant replaced(Instant from, boolean compromised, Consumer<Transaction> along) {
    database.inTransaction(transaction -> {
      lock(transaction);
      if (compromised) {
        transaction.execute(Sql.of("delete from token_key"));
      }
      add(transaction, from);
      along.accept(transaction);
      return true;
    });
    keep();
    return from;
  }

  private static void lock(Transaction transaction) {
    transaction.execute(Sql.of("lock table token_key in share row exclusive mode"));
  }

  private static void add(Transaction transaction, Instant from) {
    EllipticCurveJsonWebKey made = made();
    transaction.execute(
        Sql.of(
                """
                insert into token_key (id, private_jwk, signs_from)
                values (:id, :jwk, to_timestamp(cast(:at as bigint) / 1000.0))
                """)
            .with("id", made.getKeyId())
            .with("jwk", new Key(made, from).json())
            .with("at", from.toEpochMilli()));
  }

  private static void remove(Transaction transaction, Key key) {
    transaction.execute(Sql.of("delete from token_key where id = :id").with("id", key.id()));
  }

  private static List<Key> recorded(Transaction transaction) {
    return transaction
        .rows(
            Sql.of(
                """
                select private_jwk, cast(extract(epoch from signs_from) * 1000 as bigint)
                from token_key order by signs_from, id
                """))
        .stream()
        .map(row ->
            new Key(
                parsed(String.valueOf(Objects.requireNonNull(row[0]))),
                Instant.ofEpochMilli(((Number) Objects.requireNonNull(row[1])).longValue())))
        .toList();
  }

  private static EllipticCurveJsonWebKey made() {
    try {
      EllipticCurveJsonWebKey made = EcJwkGenerator.generateJwk(EllipticCurves.P256);
      made.setKeyId(TypeId.generate("key").toString());
      made.setAlgorithm(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
      made.setUse("sig");
      return made;
    } catch (JoseException impossible) {
      throw new IllegalStateException("every JDK has P-256", impossible);
    }
  }

  private static EllipticCurveJsonWebKey parsed(String jwk) {
    try {
      return new EllipticCurveJsonWebKey(JsonUtil.parseJson(jwk), null);
    } catch (JoseException broken) {
      // The cause would quote the key.
      throw new IllegalStateException("the table token_key holds something that is no private JWK");
    }
  }
}
