package dev.orrery.gateway.execution.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExpectedSizeTest {
  private final ExpectedSize size = new ExpectedSize(512);

  @Test
  void growsAtOnce() {
    size.learn(90_000);

    assertThat(size.get()).isEqualTo(90_000);
  }

  @Test
  void forgetsALargeOneSlowly() {
    size.learn(90_000);
    size.learn(1_000);

    assertThat(size.get()).isBetween(80_000, 89_999);

    for (int i = 0; i < 1_000; i++) {
      size.learn(1_000);
    }
    assertThat(size.get()).isLessThan(1_100);
  }

  @Test
  void neverExpectsSomethingHuge() {
    size.learn(50_000_000);

    assertThat(size.get()).isEqualTo(ExpectedSize.MOST);
  }
}
