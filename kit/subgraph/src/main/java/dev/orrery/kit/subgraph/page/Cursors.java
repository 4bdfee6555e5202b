package dev.orrery.kit.subgraph.page;

import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import dev.orrery.kit.subgraph.error.RefusedException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Places in a list: opaque to clients, worthless in another list, and not to be forged.
///
/// A cursor holds the row's order keys, bound by a MAC to the list's order. The MAC's key is made
/// once by a migration, so that every replica reads every other's cursors.
@ApplicationScoped
public class Cursors {
  private static final int MAC_LENGTH = 12;

  private final Database database;
  private volatile @Nullable SecretKeySpec key;

  Cursors(Database database) {
    this.database = database.own();
  }

  /// @param list what the cursor belongs to: the type and the order
  String write(String list, List<String> keys) {
    byte[] body = new JsonArray(keys).encode().getBytes(StandardCharsets.UTF_8);
    byte[] mac = mac(list, body);
    byte[] both = Arrays.copyOf(mac, MAC_LENGTH + body.length);
    System.arraycopy(body, 0, both, MAC_LENGTH, body.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(both);
  }

  List<String> read(String list, String cursor, String path) {
    byte[] both;
    try {
      both = Base64.getUrlDecoder().decode(cursor);
    } catch (IllegalArgumentException malformed) {
      throw refused(path);
    }
    if (both.length <= MAC_LENGTH) {
      throw refused(path);
    }
    byte[] body = Arrays.copyOfRange(both, MAC_LENGTH, both.length);
    if (!MessageDigest.isEqual(Arrays.copyOf(both, MAC_LENGTH), mac(list, body))) {
      throw refused(path);
    }
    try {
      return new JsonArray(new String(body, StandardCharsets.UTF_8))
          .stream().map(String::valueOf).toList();
    } catch (DecodeException malformed) {
      throw refused(path);
    }
  }

  private static RefusedException refused(String path) {
    return new RefusedException(
        new InvalidArgument(
            path, "this cursor is not one of this list in this order; begin again without it"));
  }

  private byte[] mac(String list, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key());
      mac.update(list.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return Arrays.copyOf(mac.doFinal(body), MAC_LENGTH);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java has HmacSHA256", impossible);
    }
  }

  private SecretKeySpec key() {
    @Nullable SecretKeySpec known = key;
    if (known == null) {
      String text =
          database.read(transaction ->
              String.valueOf(
                  transaction.rows(Sql.of("select secret from cursor_key")).getFirst()[0]));
      known = new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
      key = known;
    }
    return known;
  }
}
