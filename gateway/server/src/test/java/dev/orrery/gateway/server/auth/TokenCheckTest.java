package dev.orrery.gateway.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kit.testing.TokenAttacks;
import dev.orrery.kit.testing.TokensForTests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What the gateway takes for a token, and what not.
class TokenCheckTest implements TokenAttacks {
  private final TokensForTests keys = TokensForTests.withNewKey();
  private final TokenCheck check =
      new TokenCheck(
          jwks(),
          Optional.of(TokensForTests.ISSUER),
          Optional.of(TokensForTests.AUDIENCE),
          Optional.of("at+jwt"),
          Clock.systemUTC());

  private String jwks() {
    try {
      Path file = Files.createTempFile("orrery-token-check", ".json");
      file.toFile().deleteOnExit();
      keys.writeJwks(file);
      return file.toString();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  @Override
  public TokensForTests keys() {
    return keys;
  }

  @Override
  public boolean admits(String token) {
    Identity identity = check.check(token);
    assertThat(check.remembered(token) != null)
        .as("what was refused is not remembered as good")
        .isEqualTo(identity != null);
    return identity != null;
  }

  @Test
  void withoutATypeAnyTypeIsTaken() {
    TokenCheck any =
        new TokenCheck(
            jwks(), Optional.empty(), Optional.empty(), Optional.empty(), Clock.systemUTC());
    String token = keys.changed(_ -> {}, header -> header.setHeader("typ", "JWT"));
    assertThat(any.check(token)).isNotNull();
    assertThat(check.check(token)).isNull();
  }
}
