package dev.orrery.kit.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.kit.access.policy.MembershipIndex;
import dev.orrery.kit.access.policy.UserPolicy;
import dev.orrery.kit.events.Received;
import dev.orrery.kit.events.Traceparent;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.testing.TokensForTests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurrentIdentificationTest {
  private static final TypeId USER = TypeId.generate("user");
  private static final UUID ACME = UUID.randomUUID();
  private static final UUID GLOBEX = UUID.randomUUID();

  @TempDir Path folder;
  private final TokensForTests keys = TokensForTests.withNewKey();
  private final MembershipIndex index = MembershipIndex.at(Clock.systemUTC());
  private Identification identification;

  @BeforeEach
  void aService() throws Exception {
    Path jwks = folder.resolve("jwks.json");
    keys.writeJwks(jwks);
    identification =
        new CurrentIdentification(
            TokenVerifier.withKeys(Files.readString(jwks), TokenVerifier.ISSUER), index);
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
