package dev.orrery.permissions.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class Argon2idTest {
  private static final Argon2id QUICK = new Argon2id(64, 1);

  /// Made by the reference implementation: `echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1
  /// -l 32 -e`.
  private static final String REFERENCE =
      "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

  @Test
  void agreesWithTheReferenceImplementation() {
    assertThat(Argon2id.matches("password", REFERENCE)).isTrue();
    assertThat(Argon2id.matches("Password", REFERENCE)).isFalse();
  }

  @Test
  void aPasswordFitsItsHashAndNoOther() {
    String hash = QUICK.hash("correct horse");
    assertThat(hash).startsWith("$argon2id$v=19$m=64,t=1,p=1$").doesNotContain("horse");
    assertThat(Argon2id.matches("correct horse", hash)).isTrue();
    assertThat(Argon2id.matches("correct horsf", hash)).isFalse();
    assertThat(Argon2id.matches("", hash)).isFalse();
  }

  @Test
  void equalPasswordsHaveDifferentHashes() {
    assertThat(QUICK.hash("same")).isNotEqualTo(QUICK.hash("same"));
  }

  @Test
  void aHashOfOtherParametersIsKnownAsSuch() {
    assertThat(QUICK.made(QUICK.hash("x"))).isTrue();
    assertThat(new Argon2id(64, 2).made(QUICK.hash("x"))).isFalse();
    assertThat(new Argon2id(128, 1).made(QUICK.hash("x"))).isFalse();
  }

  @Test
  void whatIsNoHashIsADefectAndNotAPassword() {
    assertThatThrownBy(() -> Argon2id.matches("x", "plain"))
        .isInstanceOf(IllegalStateException.class);
  }
}
