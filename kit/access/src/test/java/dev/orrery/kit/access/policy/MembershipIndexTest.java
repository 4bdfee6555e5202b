package dev.orrery.kit.access.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class MembershipIndexTest {
  /// Stands still until it is moved.
  private static final class Stopwatch extends Clock {
    private Instant now = Instant.EPOCH;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }

  private final Stopwatch clock = new Stopwatch();
  private final MembershipIndex index = MembershipIndex.at(clock);

  @Test
  void hasNoAgeBeforeItIsComplete() {
    assertThat(index.isReady()).isFalse();
    assertThat(index.age()).isEmpty();
  }

  @Test
  void agesUntilItIsCompleteAgain() {
    index.complete();
    clock.now = clock.now.plusSeconds(90);
    assertThat(index.age()).contains(Duration.ofSeconds(90));
    assertThat(index.isReady()).isTrue();
    index.complete();
    assertThat(index.age()).contains(Duration.ZERO);
  }
}
