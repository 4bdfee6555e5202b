package dev.orrery.provider.secrets;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.orrery.provider.protocol.EncryptionKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;

/// The keys that secrets of a provider were ever sealed to, the newest first, in a file that only
/// its user may read. Older ones are kept: the house cannot seal anew what it cannot open.
public final class KeyRing {
  private final Path file;
  private volatile List<ECKey> keys;

  private KeyRing(Path file, List<ECKey> keys) {
    this.file = file;
    this.keys = keys;
  }

  /// Reads the file, or makes it with a first key.
  ///
  /// @throws IllegalStateException when the file holds something else
  public static KeyRing open(Path file) {
    try {
      if (!Files.exists(file)) {
        var ring = new KeyRing(file, List.of());
        ring.rotate();
        return ring;
      }
      var keys = new ArrayList<ECKey>();
      for (var key : JWKSet.parse(Files.readString(file)).getKeys()) {
        keys.add(key.toECKey());
      }
      if (keys.isEmpty()) {
        throw new IllegalStateException(file + " holds no key");
      }
      return new KeyRing(file, List.copyOf(keys));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ParseException | ClassCastException e) {
      throw new IllegalStateException(file + " is no set of P-256 keys");
    }
  }

  /// Makes a new key, to which secrets are sealed from the next hello on.
  public synchronized void rotate() {
    try {
      var all = new ArrayList<ECKey>();
      all.add(
          new ECKeyGenerator(Curve.P_256)
              .keyUse(KeyUse.ENCRYPTION)
              .algorithm(Seal.ALGORITHM)
              .keyIDFromThumbprint(true)
              .generate());
      all.addAll(keys);
      write(all);
      keys = List.copyOf(all);
    } catch (JOSEException e) {
      throw new IllegalStateException("every JDK makes keys of P-256", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(List<ECKey> all) throws IOException {
    var parent = file.toAbsolutePath().getParent();
    Files.createDirectories(parent);
    var fresh = Files.createTempFile(parent, "keys", ".new");
    if (Files.getFileStore(fresh).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
    }
    List<JWK> set = List.copyOf(all);
    Files.writeString(fresh, new JWKSet(set).toString(false));
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// The key for the hello: its public part.
  public EncryptionKey announced() {
    var key = keys.getFirst();
    return new EncryptionKey(
        "EC", "P-256", key.getX().toString(), key.getY().toString(), key.getKeyID());
  }

  /// @param provider whom it must be sealed for
  /// @throws Unopened when it was sealed to another key, for somebody else, or changed on the way
  public String open(String sealed, String provider) throws Unopened {
    try {
      var jwe = JWEObject.parse(sealed);
      var header = jwe.getHeader();
      if (!Seal.ALGORITHM.equals(header.getAlgorithm())
          || !Seal.METHOD.equals(header.getEncryptionMethod())) {
        throw new Unopened("it is not sealed by ECDH-ES+A256KW and A256GCM");
      }
      if (!List.of(provider).equals(header.getAudience())) {
        throw new Unopened("it is sealed for somebody else");
      }
      var key =
          keys.stream()
              .filter(each -> each.getKeyID().equals(header.getKeyID()))
              .findFirst()
              .orElseThrow(() -> new Unopened("it is sealed to a key that this provider has not"));
      jwe.decrypt(new ECDHDecrypter(key));
      return jwe.getPayload().toString();
    } catch (ParseException | JOSEException | IllegalStateException e) {
      throw new Unopened("it is no sealed secret, or was changed on its way");
    }
  }
}
