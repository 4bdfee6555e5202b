package dev.orrery.kit.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.kit.access.policy.PolicyIndex;
import dev.orrery.kit.access.policy.Visible;
import dev.orrery.kit.access.policy.fact.DeclaredAction;
import dev.orrery.kit.access.policy.fact.FactKind;
import dev.orrery.kit.access.policy.fact.Level;
import dev.orrery.kit.access.policy.fact.PolicyFact;
import dev.orrery.kit.access.policy.fact.Stamp;
import dev.orrery.kit.access.revocation.RevokedShelf;
import dev.orrery.kit.access.revocation.RevokedTokens;
import dev.orrery.kit.events.Received;
import dev.orrery.kit.events.Traceparent;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.testing.TokensForTests;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CurrentIdentificationTest {
  private static final TypeId USER = TypeId.generate("user");
  private static final TypeId ACME = TypeId.generate("org");
  private static final TypeId ROLE = TypeId.generate("role");
  private static final TypeId BINDING = TypeId.generate("bind");

  private final TokensForTests keys = TokensForTests.withNewKey();
  private final PolicyIndex index = PolicyIndex.at(Clock.systemUTC());
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
    assertThatThrownBy(() -> viewer(keys.at(0, USER.toString())))
        .isInstanceOf(PolicyUnknownException.class);
  }

  @Test
  void theTokenProvesWhoAsksAndThePolicySaysWhatThatOneMay() {
    told(1, Level.EDITOR);
    Viewer viewer = viewer(keys.at(0, USER.toString()));
    assertThat(viewer.may("site.update", Target.in(ACME.uuid()))).isTrue();
    assertThat(viewer.may("site.update", Target.in(UUID.randomUUID()))).isFalse();
    assertThat(viewer.platform()).isFalse();
  }

  @Test
  void whatIsTakenAwayIsGoneForTheSameToken() {
    told(1, Level.EDITOR);
    String token = keys.at(0, USER.toString());
    assertThat(viewer(token).may("site.read", Target.in(ACME.uuid()))).isTrue();
    tell(new PolicyFact.Gone(Stamp.of(2, 2), FactKind.BINDING, BINDING.toString()));
    assertThat(viewer(token).may("site.read", Target.in(ACME.uuid()))).isFalse();
  }

  @Test
  void somebodyThePolicyNeverHeardOfMayDoNothing() {
    index.complete();
    assertThat(viewer(keys.at(0, USER.toString())).may("site.read", Target.in(ACME.uuid())))
        .isFalse();
  }

  @Test
  void aTokenWaitsForThePolicyItTakesForGranted() throws Exception {
    told(1, Level.VIEWER);
    Thread late =
        Thread.startVirtualThread(() -> {
          try {
            Thread.sleep(100);
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
          tell(new PolicyFact.Gone(Stamp.of(2, 2), FactKind.BINDING, BINDING.toString()));
        });
    assertThat(viewer(keys.at(2, USER.toString())).may("site.read", Target.in(ACME.uuid())))
        .isFalse();
    late.join();
  }

  @Test
  void aRequestWaitsForThePolicyItTakesForGrantedAndNotForEver() {
    told(1, Level.VIEWER);
    assertThatThrownBy(() -> identification.verify(keys.at(0, USER.toString()), 7))
        .isInstanceOf(PolicyUnknownException.class);
  }

  @Test
  void aTokenMadeForSomeActionsIsGoodForNoOthers() {
    told(1, Level.OWNER);
    Viewer viewer =
        viewer(
            keys.changed(
                claims -> {
                  claims.setSubject(USER.toString());
                  claims.unsetClaim("platform");
                  claims.setClaim("scope", "*.read");
                },
                _ -> {}));
    assertThat(viewer.may("site.read", Target.in(ACME.uuid()))).isTrue();
    assertThat(viewer.may("site.update", Target.in(ACME.uuid()))).isFalse();
    assertThat(viewer.visible("site.update")).isEqualTo(new Visible.Nothing());
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
    assertThat(identification.verify(keys.ofPlatform("operator"), 0).platform()).isTrue();
  }

  private Viewer viewer(String token) {
    return identification.verify(token, 0);
  }

  /// The user has a built-in role in Acme.
  private void told(long revision, Level level) {
    Stamp stamp = Stamp.of(revision, revision);
    index.apply(
        new PolicyFact.Actions(
            Stamp.of(0, 0),
            "location",
            List.of(
                new DeclaredAction("site.read", "", Level.VIEWER),
                new DeclaredAction("site.update", "", Level.EDITOR))));
    index.apply(new PolicyFact.Organization(stamp, ACME, null));
    index.apply(new PolicyFact.Subject(stamp, USER, true, false));
    index.apply(new PolicyFact.Role(stamp, ROLE, null, level.name(), level, false, List.of()));
    tell(new PolicyFact.Binding(stamp, BINDING, USER, ROLE, ACME, null, null, null, null));
  }

  private void tell(PolicyFact fact) {
    index.apply(fact);
    index.complete();
  }
}
