package dev.orrery.permissions.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.keys.EllipticCurves;
import org.junit.jupiter.api.Test;

class RotationTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private final Rotation rotation = new Rotation(Duration.ofDays(30), Duration.ofMinutes(10));

  private static Key key(String id, Duration fromNow) throws Exception {
    EllipticCurveJsonWebKey jwk = EcJwkGenerator.generateJwk(EllipticCurves.P256);
    jwk.setKeyId(id);
    return new Key(jwk, NOW.plus(fromNow));
  }

  @Test
  void theNextKeyIsPublishedBeforeItSigns() throws Exception {
    Key old = key("k1", Duration.ofDays(-30).plusMinutes(10));
    assertThat(rotation.isDue(List.of(old), NOW.minusSeconds(1))).isFalse();
    assertThat(rotation.isDue(List.of(old), NOW)).isTrue();
    assertThat(rotation.signsFrom(NOW)).isEqualTo(NOW.plusSeconds(600));
    Key next = key("k2", Duration.ofMinutes(10));
    assertThat(rotation.isDue(List.of(old, next), NOW)).as("one is enough").isFalse();
  }

  @Test
  void theNewKeySignsWhenItsTimeHasComeAndNotBefore() throws Exception {
    List<Key> keys = List.of(key("k1", Duration.ofDays(-30)), key("k2", Duration.ofMinutes(10)));
    assertThat(Rotation.signer(keys, NOW).id()).isEqualTo("k1");
    assertThat(Rotation.signer(keys, NOW.plusSeconds(599)).id()).isEqualTo("k1");
    assertThat(Rotation.signer(keys, NOW.plusSeconds(600)).id()).isEqualTo("k2");
  }

  @Test
  void anOldKeyStaysUntilItsLastTokenHasExpired() throws Exception {
    List<Key> keys = List.of(key("k1", Duration.ofDays(-30)), key("k2", Duration.ZERO));
    assertThat(rotation.spent(keys, NOW.plus(Rotation.LONGEST_TOKEN))).isEmpty();
    assertThat(rotation.spent(keys, NOW.plus(Rotation.LONGEST_TOKEN).plusSeconds(10))).isEmpty();
    assertThat(rotation.spent(keys, NOW.plus(Rotation.LONGEST_TOKEN).plusSeconds(71)))
        .containsExactly(keys.getFirst());
  }

  @Test
  void theKeyThatSignsIsNeverSpent() throws Exception {
    List<Key> keys = List.of(key("k1", Duration.ofDays(-400)));
    assertThat(rotation.spent(keys, NOW)).isEmpty();
    assertThat(rotation.isDue(keys, NOW)).isTrue();
  }

  @Test
  void aKeyDoesNotShowItsSecret() throws Exception {
    assertThat(key("k1", Duration.ZERO)).hasToString("k1");
  }
}
