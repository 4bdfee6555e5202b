package dev.orrery.kit.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.kit.access.policy.MembershipIndex;
import dev.orrery.kit.access.policy.UserPolicy;
import dev.orrery.kit.access.revocation.RevokedShelf;
import dev.orrery.kit.access.revocation.RevokedTokens;
import dev.orrery.kit.events.Received;
import dev.orrery.kit.events.Traceparent;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.testing.TokensForTests;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CurrentIdentificationTest {
  private static final TypeId USER = TypeId.generate("user");
  private static final UUID ACME = UUID.randomUUID();
  private static final UUID GLOBEX = UUID.randomUUID();

  private final TokensForTests keys = TokensForTests.withNewKey();
  private final MembershipIndex index = MembershipIndex.at(Clock.systemUTC());
  private final RevokedTokens revoked = new RevokedTokens();
  private Identification identification;

  @BeforeEach
  void aService() {
    identification =
        new CurrentIdentification(
            TokenVerifier.withKeys(_ -> keys.publicKey(), TokenVerifier.ISSUER), revoked, index);
  }

  @Test
  void refusesEverybodyUntilThePolicyHasBeenRead() {
    assertThatThrownBy(() -> identification.verify(token(1, "OWNER")))
        .isInstanceOf(PolicyUnknownException.class);
  }

  @Test
  void aRoleTakenAwayIsGoneWhateverTheTokenSays() {
    told(4, Map.of());
    assertThat(viewer(token(3, "OWNER")).may(Role.VIEWER, ACME)).isFalse();
  }

  @Test
  void aRoleGivenHoldsWithoutANewToken() {
    told(4, Map.of(ACME, Role.OWNER, GLOBEX, Role.EDITOR));
    Viewer viewer = viewer(token(3, "VIEWER"));
    assertThat(viewer.may(Role.OWNER, ACME)).isTrue();
    assertThat(viewer.may(Role.EDITOR, GLOBEX)).isTrue();
  }

  @Test
  void aTokenNewerThanTheIndexIsBelieved() {
    told(3, Map.of());
    assertThat(viewer(token(4, "EDITOR")).may(Role.EDITOR, ACME)).isTrue();
  }

  @Test
  void aVersionThatComesLateChangesNothing() {
    told(5, Map.of());
    told(4, Map.of(ACME, Role.OWNER));
    assertThat(viewer(token(4, "OWNER")).may(Role.VIEWER, ACME)).isFalse();
  }

  @Test
  void somebodyTheIndexNeverHeardOfHasWhatTheTokenSays() {
    index.complete();
    assertThat(viewer(token(1, "VIEWER")).may(Role.VIEWER, ACME)).isTrue();
  }

  @Test
  void aRevokedTokenProvesNothingAndItsNeighboursStayGood() {
    index.complete();
    String token = keys.changed(claims -> claims.setJwtId("tok_1"), _ -> {});
    assertThat(viewer(token).platform()).isTrue();
    revoked(2, "tok_1");
    assertThatThrownBy(() -> viewer(token))
        .isInstanceOf(InvalidTokenException.class)
        .hasMessage("the token is revoked");
    assertThat(viewer(keys.changed(claims -> claims.setJwtId("tok_11"), _ -> {})).platform())
        .isTrue();
    revoked(1);
    assertThatThrownBy(() -> viewer(token)).as("an older word").isNotNull();
    revoked(3);
    assertThat(viewer(token).platform()).isTrue();
  }

  @Test
  void withASignInAllItsTokensAreRevoked() {
    index.complete();
    revoked(1, "login_1");
    assertThatThrownBy(
            () -> viewer(keys.changed(claims -> claims.setClaim("sid", "login_1"), _ -> {})))
        .isInstanceOf(InvalidTokenException.class);
    assertThat(
            viewer(keys.changed(claims -> claims.setClaim("sid", "login_2"), _ -> {})).platform())
        .isTrue();
  }

  private void revoked(long version, String... ids) {
    RevokedShelf shelf =
        new RevokedShelf(
            "1",
            version,
            Arrays.stream(ids)
                .map(id -> new RevokedShelf.Revoked(id, Instant.now().plusSeconds(60)))
                .toList());
    revoked.apply(
        new Received<>(
            "policy.revocation.1", "r" + version, shelf, Instant.now(), Traceparent.start()));
  }

  @Test
  void operatorsNeedNoPolicy() {
    assertThat(identification.verify(keys.ofPlatform("operator")).platform()).isTrue();
  }

  private String token(long version, String role) {
    return keys.of(USER.toString(), version, Map.of(new TypeId("org", ACME).toString(), role));
  }

  private Viewer viewer(String token) {
    return identification.verify(token);
  }

  private void told(long version, Map<UUID, Role> roles) {
    UserPolicy policy = UserPolicy.of(USER.uuid(), version, roles);
    index.apply(
        new Received<>(
            "policy.user." + USER, "m" + version, policy, Instant.now(), Traceparent.start()));
    index.complete();
  }
}
