package dev.orrery.provider.testkit.raw;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.orrery.provider.testkit.bench.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// The key of the provider, and what it opens.
final class RawKeys {
  private final String provider;
  private final ECKey key;

  /// An order has a secret that is not for us.
  static final class Unopened extends Exception {}

  RawKeys(String provider, Path home, boolean forgetful) {
    this.provider = provider;
    var file = home.resolve("key.jwk");
    try {
      if (Files.exists(file) && !forgetful) {
        key = ECKey.parse(Files.readString(file));
      } else {
        key = new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
        Files.createDirectories(home);
        Files.writeString(file, key.toJSONString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ParseException | JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  ObjectNode announced() {
    return (ObjectNode) Json.parse(key.toPublicJWK().toJSONString());
  }

  /// All of the order's secrets, one after the other.
  String open(ObjectNode order) throws Unopened {
    try {
      return StreamSupport.stream(order.path("secrets").spliterator(), false)
          .map(this::one)
          .collect(Collectors.joining(" "));
    } catch (IllegalArgumentException e) {
      throw new Unopened();
    }
  }

  private String one(JsonNode sealed) {
    try {
      var jwe = JWEObject.parse(sealed.asText());
      if (!List.of(provider).equals(jwe.getHeader().getAudience())) {
        throw new IllegalArgumentException("for another");
      }
      jwe.decrypt(new ECDHDecrypter(key));
      return jwe.getPayload().toString();
    } catch (ParseException | JOSEException | IllegalStateException e) {
      throw new IllegalArgumentException("not for us");
    }
  }
}
