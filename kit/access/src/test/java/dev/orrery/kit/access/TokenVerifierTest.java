package dev.orrery.kit.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.kit.testing.TokenAttacks;
import dev.orrery.kit.testing.TokensForTests;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenVerifierTest implements TokenAttacks {
  private final TokensForTests keys = TokensForTests.withNewKey();
  private final TokenVerifier verifier =
      TokenVerifier.withKeys(
          id -> id.equals("test") ? keys.publicKey() : null, TokensForTests.ISSUER);

  @Override
  public TokensForTests keys() {
    return keys;
  }

  @Override
  public boolean admits(String token) {
    try {
      verifier.verify(token);
      return true;
    } catch (InvalidTokenException refused) {
      assertThat(refused).hasMessageStartingWith("the token");
      return false;
    }
  }

  @Test
  void aTokenThatNamesNoKeyIsRefused() {
    assertThat(admits(keys.changed(_ -> {}, header -> header.setKeyIdHeaderValue(null)))).isFalse();
  }

  @Test
  void aTokenWithoutSubjectOrIdIsRefused() {
    for (String claim : List.of("sub", "jti", "iat")) {
      assertThat(admits(keys.changed(claims -> claims.unsetClaim(claim), _ -> {})))
          .as(claim)
          .isFalse();
    }
    assertThat(admits(keys.changed(claims -> claims.setSubject(" "), _ -> {}))).isFalse();
  }

  @Test
  void onlyTrueMakesAnOperator() {
    assertThat(verifier.verify(keys.ofPlatform("operator")).platform()).isTrue();
    for (Object truth : List.of("true", 1, List.of(true), false)) {
      String token = keys.changed(claims -> claims.setClaim("platform", truth), _ -> {});
      assertThat(verifier.verify(token).platform()).as(truth.toString()).isFalse();
    }
  }

  @Test
  void aScopeThatNobodyUnderstandsIsNoScopeForEverything() {
    VerifiedToken read =
        verifier.verify(
            keys.changed(claims -> claims.setClaim("scope", "site.* instance.read"), _ -> {}));
    assertThat(read.scope()).isNotNull();
    assertThat(read.scope().allows("site.update")).isTrue();
    assertThat(read.scope().allows("instance.update")).isFalse();
    assertThatThrownBy(() ->
            verifier.verify(keys.changed(claims -> claims.setClaim("scope", "a..b"), _ -> {})))
        .isInstanceOf(InvalidTokenException.class);
    assertThatThrownBy(() ->
            verifier.verify(
                keys.changed(claims -> claims.setClaim("scope", List.of("a.read")), _ -> {})))
        .isInstanceOf(InvalidTokenException.class);
  }
}
