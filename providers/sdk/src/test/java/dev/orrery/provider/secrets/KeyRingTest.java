package dev.orrery.provider.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRingTest {
  private static final String SECRET = "hunter2-do-not-repeat";

  @TempDir Path home;

  private KeyRing ring() {
    return KeyRing.open(home.resolve("secrets.jwks"));
  }

  @Test
  void opensWhatIsSealedToItsKey() throws Exception {
    var sealed = Seal.seal(SECRET, ring().announced(), "cloud");

    assertThat(sealed).doesNotContain(SECRET).matches("[\\w-]+(\\.[\\w-]+){4}");
    assertThat(ring().open(sealed, "cloud")).isEqualTo(SECRET);
  }

  @Test
  void stillOpensWhatIsSealedToAnOlderKey() throws Exception {
    var ring = ring();
    var sealed = Seal.seal(SECRET, ring.announced(), "cloud");
    var old = ring.announced();

    ring.rotate();

    assertThat(ring.announced().kid()).isNotEqualTo(old.kid());
    assertThat(ring().open(sealed, "cloud")).isEqualTo(SECRET);
  }

  @Test
  void doesNotOpenWhatIsSealedForAnother() {
    var sealed = Seal.seal(SECRET, ring().announced(), "cloud");

    assertThatThrownBy(() -> ring().open(sealed, "other"))
        .isInstanceOf(Unopened.class)
        .hasMessageContaining("somebody else");
  }

  @Test
  void doesNotOpenWhatIsSealedToAnotherKey() {
    var stranger = KeyRing.open(home.resolve("other.jwks"));

    assertThatThrownBy(() -> ring().open(Seal.seal(SECRET, stranger.announced(), "cloud"), "cloud"))
        .isInstanceOf(Unopened.class)
        .hasMessageContaining("a key that this provider has not");
  }

  @Test
  void doesNotOpenWhatWasChangedOnItsWay() {
    var sealed = Seal.seal(SECRET, ring().announced(), "cloud").split("\\.");
    sealed[3] = (sealed[3].startsWith("A") ? "B" : "A") + sealed[3].substring(1);

    assertThatThrownBy(() -> ring().open(String.join(".", sealed), "cloud"))
        .isInstanceOf(Unopened.class)
        .hasNoCause();
    assertThatThrownBy(() -> ring().open("nonsense", "cloud")).isInstanceOf(Unopened.class);
  }

  @Test
  void keepsItsKeysForItselfAlone() throws Exception {
    ring();

    assertThat(Files.getPosixFilePermissions(home.resolve("secrets.jwks")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }
}
