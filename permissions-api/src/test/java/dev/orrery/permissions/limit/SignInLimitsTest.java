package dev.orrery.permissions.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SignInLimitsTest {
  private final SettableClock clock = new SettableClock();
  private final SignInLimits limits = new SignInLimits(3, 20, Duration.ofMinutes(15), clock);

  @Test
  void oneWhoGuessesFromOnePlaceDoesNotLockTheOwnerOutElsewhere() {
    for (int i = 0; i < 3; i++) {
      assertThat(limits.begin("ann@example.com", "192.0.2.1")).isNull();
    }
    assertThat(limits.begin("ANN@example.com", "192.0.2.1")).isEqualTo(Duration.ofMinutes(15));
    assertThat(limits.begin("ann@example.com", "192.0.2.2")).isNull();
  }

  @Test
  void manyPlacesTogetherMayNotGuessForEverEither() {
    int allowed = 0;
    for (int i = 0; i < 100; i++) {
      if (limits.begin("ann@example.com", "192.0.2." + i) == null) {
        allowed++;
      }
    }
    assertThat(allowed).isEqualTo(15);
  }

  @Test
  void onePlaceMayNotTryManyAccounts() {
    int allowed = 0;
    for (int i = 0; i < 100; i++) {
      if (limits.begin("user-%d@example.com".formatted(i), "192.0.2.1") == null) {
        allowed++;
      }
    }
    assertThat(allowed).isEqualTo(20);
  }

  @Test
  void allAddressesOfOneNetworkAreOnePlace() {
    for (int i = 0; i < 3; i++) {
      assertThat(limits.begin("ann@example.com", "2001:db8:1:2::" + i)).isNull();
    }
    assertThat(limits.begin("ann@example.com", "2001:db8:1:2:ffff::1")).isNotNull();
    assertThat(limits.begin("ann@example.com", "2001:db8:1:3::1")).isNull();
  }

  @Test
  void successForgetsTheAttempts() {
    for (int i = 0; i < 50; i++) {
      assertThat(limits.begin("ann@example.com", "192.0.2.1")).isNull();
      limits.succeeded("ann@example.com", "192.0.2.1");
    }
  }

  @Test
  void afterAWhileAnybodyMayTryAgain() {
    for (int i = 0; i < 3; i++) {
      limits.begin("ann@example.com", "192.0.2.1");
    }
    clock.now = clock.now.plus(Duration.ofMinutes(14));
    assertThat(limits.begin("ann@example.com", "192.0.2.1")).isEqualTo(Duration.ofMinutes(1));
    clock.now = clock.now.plus(Duration.ofMinutes(1));
    assertThat(limits.begin("ann@example.com", "192.0.2.1")).isNull();
  }

  @Test
  void ofManyAtOnceNoMoreGetThroughThanOneByOne() throws Exception {
    AtomicInteger allowed = new AtomicInteger();
    Thread[] threads = new Thread[50];
    for (int i = 0; i < threads.length; i++) {
      threads[i] =
          Thread.startVirtualThread(() -> {
            if (limits.begin("ann@example.com", "192.0.2.1") == null) {
              allowed.incrementAndGet();
            }
          });
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(allowed).hasValue(3);
  }

  private static final class SettableClock extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
